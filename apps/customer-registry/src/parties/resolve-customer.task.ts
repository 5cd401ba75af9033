import { Inject, Injectable } from '@nestjs/common';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { type CustomerProfile, contradictionsBetween, type Judgement, pairOf } from '@tidemark/domain';
import { SCREENING_CONFIGURATION, scorePersons } from '@tidemark/screening';
import { BlindIndex } from '@tidemark/sealing';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import { REGISTRY_ITSELF } from '../registry/registry-writes.js';
import type { Write } from '../registry/write.js';
import { screenedCustomer } from '../screening/screened-customer.js';
import { PairWords } from './pair-words.js';
import { PartyCandidates } from './party-candidates.port.js';
import { PartyMarks } from './party-marks.port.js';
import { type KeptJudgement, PartyRecords } from './party-records.port.js';
import { PartyResolver } from './party-resolver.js';
import { marksOf } from './strong-marks.js';

/**
 * As many as a change can compare while others wait for it. Those come first that share the rarest parts of a name: whoever should be
 * found shares more of them than the many who have one common word.
 */
const COMPARED_MAX = 40;

interface Subject {
  record: string;
  profile: CustomerProfile;
}

/**
 * Finds out whose record it is: at once where a strong identifier is the same and nothing contradicts, else as work for the scheme's
 * analysts. It runs after the change that asked for it, so that no answer to a provider can tell by its time what was found.
 */
@Injectable()
export class ResolveCustomerTask extends RegistryTask {
  readonly kind = 'resolve-customer';

  constructor(
    private readonly customers: CustomerDirectory,
    private readonly index: BlindIndex,
    private readonly records: PartyRecords,
    private readonly marks: PartyMarks,
    private readonly candidates: PartyCandidates,
    private readonly resolver: PartyResolver,
    private readonly words: PairWords,
    @Inject(TIDEMARK_CONFIG) private readonly config: TidemarkConfig,
  ) {
    super();
  }

  async run(write: Write, record: string): Promise<void> {
    const head = await this.customers.head(write.tx, record);
    if (!head) throw new Error(`Nobody knows the record ${record} that should be resolved`);
    const { provider } = head;
    await this.resolver.found(write, { record, provider, ...(this.config.scheme ? {} : { ownParty: record }) });
    if (!this.config.scheme) return;
    const profile = await this.customers.profile(write.tx, record);
    if (!profile) return this.forget(write, record);
    await this.marks.replace(write.tx, record, marksOf(this.index, profile), SCREENING_CONFIGURATION.id);
    await this.joinStrong(write, { record, profile });
  }

  private async forget(write: Write, record: string): Promise<void> {
    await this.marks.replace(write.tx, record, [], SCREENING_CONFIGURATION.id);
    await this.candidates.goneExcept(write.tx, record, [], write.nowMs);
  }

  private async joinStrong(write: Write, subject: Subject): Promise<void> {
    const { tx } = write;
    const sharing = await this.marks.sharing(tx, subject.record);
    const standing = new Map((await this.records.standing(tx, [subject.record])).map((one) => [otherOf(one, subject.record), one]));
    const against = new Map<string, string[]>();
    for (const [other, known] of standing)
      if (isAutomatic(known) && !sharing.has(other)) await this.judge(write, subject.record, other, 'UNSURE');
    const doubtful = await this.contradictingAmong(write, [...sharing.keys()]);
    for (const other of sharing.keys()) {
      const known = standing.get(other);
      if (known?.cause === 'JUDGEMENT') continue;
      const isJoined = known?.judgement === 'SAME';
      const contradictions = await this.contradictions(write, subject, other);
      if (doubtful.has(other) && !isJoined) contradictions.push('IDENTIFIER_OF_SEVERAL');
      if (contradictions.length > 0) against.set(other, contradictions);
      const judgement = contradictions.length > 0 ? 'UNSURE' : 'SAME';
      if (known?.judgement !== judgement && (known || judgement === 'SAME')) await this.judge(write, subject.record, other, judgement);
    }
    const touched = [subject.record, ...standing.keys(), ...sharing.keys()];
    const { blocked } = await this.resolver.resolve(write, touched, 'STRONG_IDENTIFIER');
    for (const { left, right } of blocked) {
      const other = left === subject.record ? right : right === subject.record ? left : undefined;
      if (other !== undefined && sharing.has(other)) against.set(other, ['JUDGED_DIFFERENT']);
    }
    await this.raiseCandidates(write, subject, { sharing, against, standing });
  }

  /** An identifier that stands with two persons says nothing of which of them a third record is: no new join rests on it. */
  private async contradictingAmong({ tx }: Write, records: readonly string[]): Promise<Set<string>> {
    const profiles = await this.customers.profiles(tx, records);
    const isDoubtful = (one: CustomerProfile) => [...profiles.values()].some((other) => contradictionsBetween(one, other).length > 0);
    return new Set([...profiles].filter(([, profile]) => isDoubtful(profile)).map(([record]) => record));
  }

  private async judge(write: Write, one: string, other: string, judgement: Judgement): Promise<void> {
    const { tx, nowMs: knownAtMs } = write;
    await this.records.judge(tx, { ...pairOf(one, other), judgement, cause: 'STRONG_IDENTIFIER', judgedBy: REGISTRY_ITSELF, knownAtMs });
  }

  /** Between everybody whom the two records are resolved with: a join is never made across a contradiction, near or far. */
  private async contradictions(write: Write, { record, profile }: Subject, other: string): Promise<string[]> {
    const found = new Set<string>();
    const { records } = await this.resolver.reach(write, [other]);
    const others = await this.customers.profiles(
      write.tx,
      [...records.keys()].filter((one) => one !== record),
    );
    const { records: ours } = await this.resolver.reach(write, [record]);
    const mine = await this.customers.profiles(
      write.tx,
      [...ours.keys()].filter((one) => one !== record),
    );
    for (const here of [profile, ...mine.values()]) {
      for (const there of others.values()) for (const code of contradictionsBetween(here, there)) found.add(code);
    }
    return [...found].sort();
  }

  private async raiseCandidates(
    write: Write,
    { record, profile }: Subject,
    {
      sharing,
      against,
      standing,
    }: { sharing: ReadonlyMap<string, string[]>; against: ReadonlyMap<string, string[]>; standing: ReadonlyMap<string, KeptJudgement> },
  ): Promise<void> {
    const near = await this.marks.near(write.tx, record, COMPARED_MAX);
    // Who has an open candidate is compared again, however many are nearer now: work is not taken away unlooked at.
    const compared = [...new Set([...against.keys(), ...near, ...(await this.candidates.openWith(write.tx, record))])];
    const parties = await this.records.find(write.tx, [record, ...compared]);
    const profiles = await this.customers.profiles(write.tx, compared);
    const person = screenedCustomer(profile);
    const found = compared.flatMap((other) => {
      const theirs = profiles.get(other);
      const isResolved = parties.get(other)?.currentParty === parties.get(record)?.currentParty;
      if (!theirs || isResolved || standing.get(other)?.cause === 'JUDGEMENT') return [];
      const contradictions = against.get(other) ?? contradictionsBetween(profile, theirs);
      // Two birth dates are two persons, however alike their names: only an identifier that both have makes that a question.
      if (contradictions.length > 0 && !sharing.has(other)) return [];
      const pair = pairOf(record, other);
      const [left, right] = pair.left === record ? [person, screenedCustomer(theirs)] : [screenedCustomer(theirs), person];
      const { score, features, matchedName } = scorePersons(left, right);
      if (score < SCREENING_CONFIGURATION.alertThreshold && !against.has(other)) return [];
      return [{ other, pair, score, contradictions, agree: sharing.get(other) ?? [], words: { features, matchedName } }];
    });
    const sealed = await this.words.sealAll(write.tx, 'party-candidate', found);
    const raised = found.map(({ pair, score, agree, contradictions }, at) => ({ ...pair, score, agree, contradictions, why: sealed[at] }));
    await this.candidates.raise(write.tx, raised, write.nowMs);
    const still = found.map(({ other }) => other);
    await this.candidates.goneExcept(write.tx, record, still, write.nowMs);
  }
}

const otherOf = ({ left, right }: { left: string; right: string }, record: string): string => (left === record ? right : left);

/** A join that the registry made by itself, and may take back when the identifiers change. */
const isAutomatic = ({ cause, judgement }: KeptJudgement): boolean => cause === 'STRONG_IDENTIFIER' && judgement === 'SAME';
