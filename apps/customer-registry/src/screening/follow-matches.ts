import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalJson } from '@tidemark/domain';
import type { Match, ScreenedPerson } from '@tidemark/screening';
import { BlindIndex, type SealingKey } from '@tidemark/sealing';
import type { Write } from '../registry/write.js';
import { Webhooks } from '../webhooks/webhooks.port.js';
import { ListChangeAsks } from './list-change-asks.js';
import type { LoadedList } from './loaded-list.js';
import { matchFacts } from './match-facts.js';
import { type MatchStep, whenFound, whenNotFound } from './match-standing.js';
import { type KeptMatch, type MatchKind, ScreeningMatches } from './matches.port.js';
import { entryMark, openExplained, sealExplained } from './sealed-match.js';

/** What was found about one customer, of one kind. */
export interface Findings {
  readonly customer: string;
  readonly provider: string;
  readonly key: SealingKey;
  readonly kind: MatchKind;
  readonly screening?: string;
  readonly found: readonly Finding[];
  /** Whether the other side of an earlier match is gone. */
  readonly isGone: (match: { readonly list: string; readonly entry: string }) => boolean;
  /** A new version of a list brought it up. */
  readonly byList: boolean;
}

export interface Finding {
  readonly list: string;
  readonly entry: string;
  readonly score: number;
  /** What the score rests on, as text. */
  readonly facts: string;
  /** Sealed when it is kept. */
  readonly explanation: object;
}

/** Raises, reopens and marks the matches of a customer by what was found now. It closes none. */
@Injectable()
export class FollowMatches {
  constructor(
    private readonly matches: ScreeningMatches,
    private readonly index: BlindIndex,
    private readonly webhooks: Webhooks,
    private readonly asks: ListChangeAsks,
  ) {}

  async follow(write: Write, findings: Findings): Promise<void> {
    const known = (await this.matches.ofCustomer(write.tx, findings.customer)).filter(({ kind }) => kind === findings.kind);
    const byPair = new Map(known.map((match) => [pairOf(match), match]));
    for (const finding of findings.found) {
      const entry = entryMark(this.index, finding.list, finding.entry).toString('hex');
      const pair = pairOf({ list: finding.list, entry });
      await this.keep(write, findings, { ...finding, mark: entry }, byPair.get(pair));
      byPair.delete(pair);
    }
    for (const match of byPair.values()) {
      const { entry } = openExplained(findings.key, match);
      await this.mark(write, match, findings.isGone({ list: match.list, entry }));
    }
  }

  private async keep(write: Write, findings: Findings, finding: Finding & { mark: string }, before: KeptMatch | undefined): Promise<void> {
    const { item, event } = whenFound(before, this.index.of('match-facts', finding.facts).toString('hex'));
    if (before && event === undefined && before.score === finding.score) return;
    const { customer, provider, kind, key, screening } = findings;
    const id = before?.id ?? randomUUID();
    const { list, entry, mark, score, explanation } = finding;
    const match: KeptMatch = {
      ...{ id, provider, customer, kind, list, entry: mark, score, screening, ...item },
      explanation: sealExplained(key, id, { entry, explanation }),
      // A version is one event: a score that moved with the matcher alone is none.
      version: (before?.version ?? 0) + (event === undefined ? 0 : 1),
      raisedAtMs: before?.raisedAtMs ?? write.nowMs,
      changedAtMs: write.nowMs,
    };
    await this.matches.save(write.tx, match, event && { type: event, by: write.by });
    if (event === 'RAISED' || event === 'REOPENED') await this.tell(write, match, findings.byList);
  }

  private async mark(write: Write, before: KeptMatch, isGone: boolean): Promise<void> {
    const { item, event }: MatchStep = whenNotFound(before, isGone);
    if (event === undefined) return;
    const match = { ...before, ...item, version: before.version + 1, changedAtMs: write.nowMs };
    await this.matches.save(write.tx, match, { type: event, by: write.by });
  }

  private async tell(write: Write, { id: match, customer, provider, version }: KeptMatch, byList: boolean): Promise<void> {
    await this.webhooks.notify(write, provider, 'match.found', { customer, match });
    if (byList) await this.asks.ask(write, { id: match, customer, provider, version });
  }
}

const pairOf = ({ list, entry }: { list: string; entry: string }): string => `${list}\n${entry}`;

/** Matches by name as findings. */
export function findingsOf(person: ScreenedPerson, matches: readonly Match[], lists: readonly LoadedList[]): Finding[] {
  const byList = new Map(lists.map((one) => [one.ref.list, one.entries]));
  return matches.map((match) => {
    const entry = byList.get(match.list)?.get(match.entry);
    if (!entry) throw new Error(`${match.list} matched an entry that it does not hold: ${match.entry}`);
    const { list, score, features, matchedName } = match;
    return {
      list,
      entry: entry.id,
      score,
      facts: matchFacts(person, entry, matchedName),
      explanation: JSON.parse(canonicalJson({ features, matchedName })),
    };
  });
}
