import { Injectable } from '@nestjs/common';
import { type CaseFlag, type CaseFlagChange, decideFlagChange, INTAKE_POLICY, treatmentOf } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { CaseWrites } from '../case-log/case-writes.js';
import type { FlagFact, RaisedFlag } from './flag-fact.js';
import { FlagPlaces } from './flag-places.js';
import { IntakeFlags, type KeptFlag } from './intake-flags.port.js';
import { KnownRules } from './known-rules.js';

const DAY_MS = 86_400_000;

/** A fact that nothing can be done with: it is put aside by name. */
export class UnusableFlagFact extends Error {}

/** What becomes of each fact about a flag. The caller holds the position of the topic, so that facts are taken one after the other, each once. */
@Injectable()
export class TakeFlagHandler {
  constructor(
    private readonly flags: IntakeFlags,
    private readonly rules: KnownRules,
    private readonly places: FlagPlaces,
    private readonly writes: CaseWrites,
  ) {}

  /** Throws {@link UnusableFlagFact} before anything was written. */
  async take(tx: Transaction, fact: FlagFact, nowMs: number): Promise<void> {
    const known = await this.flags.find(tx, fact.flag);
    if (fact.type === 'RAISED') return known === undefined ? this.raised(tx, fact, nowMs) : undefined;
    if (known === undefined) throw new UnusableFlagFact(`a fact about the flag ${fact.flag}, which never came`);
    if (!known.withdrawn) await this.changed(tx, known, fact, nowMs);
  }

  /** A flag that stood aside has stood for so long that it opens a case. */
  async persisted(tx: Transaction, kept: KeptFlag, nowMs: number): Promise<void> {
    const words = `It has stood for ${INTAKE_POLICY.persistDays} days, and nobody has done what it asks for.`;
    await this.places.give(tx, kept, { opens: true, words }, nowMs);
  }

  private async raised(tx: Transaction, fact: FlagFact & { type: 'RAISED' }, nowMs: number): Promise<void> {
    const flag = await this.withRule(tx, fact.raised);
    const { matter, treatment, why } = treated(flag);
    const subject = await this.places.subjectOf(tx, flag);
    const lookAtMs = treatment === 'PERSIST' ? flag.knownAtMs + INTAKE_POLICY.persistDays * DAY_MS : undefined;
    const kept: KeptFlag = { flag, sequence: fact.sequence, matter, subject, outcome: 'ASIDE', reason: why, withdrawn: false, lookAtMs };
    const words = fact.previousFlag === '' ? '' : ` It comes back from ${fact.previousFlag}, which was withdrawn.`;
    await this.places.give(tx, kept, { opens: treatment === 'OPEN', words }, nowMs);
  }

  private async changed(tx: Transaction, kept: KeptFlag, fact: Exclude<FlagFact, { type: 'RAISED' }>, nowMs: number): Promise<void> {
    const change = changeOf(kept.flag, fact);
    const withdrawn = change.type === 'WITHDRAWN';
    await this.flags.keep(tx, { ...kept, flag: change.flag, withdrawn, ...(withdrawn ? { lookAtMs: undefined } : {}) });
    const id = await this.flags.caseOf(tx, kept.flag.id);
    if (id === undefined) return;
    await this.writes.runAsCasework(nowMs, id, async (open) => void open.apply(decideFlagChange(open.state, change, open.context)), tx);
  }

  private async withRule(tx: Transaction, raised: RaisedFlag): Promise<CaseFlag> {
    const rule = await this.rules.find(tx, raised.rule, raised.ruleVersion);
    // A rule that nobody told of stands for itself: its regime and place are not known, and are not guessed.
    return { ...raised, regime: rule?.regime ?? raised.rule, jurisdiction: rule?.jurisdiction ?? '-' };
  }
}

function treated(flag: CaseFlag): ReturnType<typeof treatmentOf> {
  try {
    return treatmentOf(flag, INTAKE_POLICY);
  } catch (error) {
    throw new UnusableFlagFact((error as Error).message);
  }
}

function changeOf(flag: CaseFlag, fact: Exclude<FlagFact, { type: 'RAISED' }>): CaseFlagChange {
  switch (fact.type) {
    case 'MOVED':
      return { type: 'MOVED', flag: { ...flag, momentMs: fact.momentMs, ...(fact.totals && { totals: fact.totals }) } };
    case 'WITHDRAWN':
      return { type: 'WITHDRAWN', flag, reason: fact.reason };
    default:
      return { type: fact.type, flag };
  }
}
