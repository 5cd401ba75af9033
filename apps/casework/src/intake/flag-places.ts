import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  CASEWORK,
  type CaseFlag,
  type CaseId,
  type CaseScope,
  type ChosenCase,
  chooseCase,
  decideJoin,
  decideOpening,
  happened,
  INTAKE_POLICY,
  type Surroundings,
  scopeKeyOf,
  severityOf,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { HOME_AUTHORITY } from '../case-log/acting.js';
import { CaseWrites, type OpenCase } from '../case-log/case-writes.js';
import { type AskedCases, IntakeFlags, type KeptFlag } from './intake-flags.port.js';
import { KnownRules } from './known-rules.js';
import { SubjectDirectory } from './subject-directory.js';

/** Flags that stood aside and come into one case at once; those beyond join with the next. */
const ASIDE_MAX = 100;
const CLOSED_MAX = 5;

export interface Placing {
  /** A case is opened where none stands. */
  opens: boolean;
  /** Added to the reason. */
  words: string;
}

/** Finds each flag its one case: one that stands, a new one, or none. Flags that stood aside for want of a case come with it. */
@Injectable()
export class FlagPlaces {
  constructor(
    private readonly flags: IntakeFlags,
    private readonly rules: KnownRules,
    private readonly subjects: SubjectDirectory,
    private readonly writes: CaseWrites,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  /** What a case about the flag would be about. */
  async subjectOf(tx: Transaction, { scope, momentMs }: CaseFlag): Promise<CaseScope> {
    const [widest] = await this.subjects.widestOf(tx, scope, momentMs);
    return widest ?? scope;
  }

  async give(tx: Transaction, kept: KeptFlag, placing: Placing, nowMs: number): Promise<void> {
    const around = await this.aroundOf(tx, kept.flag);
    const asked = this.askedOf(kept, around);
    const chosen = chooseCase(await this.flags.standing(tx, asked), kept.flag, around);
    if (chosen !== undefined) await this.join(tx, kept, chosen, placing, nowMs);
    else if (placing.opens) await this.open(tx, kept, asked, placing, nowMs);
    else await this.flags.keep(tx, kept);
  }

  /** Into a case that a person opens come the flags that stood aside for want of one; what is told of them meanwhile is taken afterwards. */
  async joinAside(open: OpenCase): Promise<void> {
    if (open.state.authority !== this.home) return;
    await this.flags.hold(open.tx);
    await this.gather(open);
  }

  private async aroundOf(tx: Transaction, { scope, momentMs }: CaseFlag): Promise<Surroundings> {
    const widest = await this.subjects.widestOf(tx, scope, momentMs);
    const above = await this.subjects.aboveOf(tx, scope, momentMs);
    return { widest, above, inside: await this.subjects.insideOf(tx, widest[0]!, momentMs) };
  }

  private askedOf({ flag, matter }: KeptFlag, { widest, above, inside }: Surroundings): AskedCases {
    const scopes = [...new Map([...widest, ...above, ...inside].map((scope) => [scopeKeyOf(scope), scope])).values()];
    return { authority: this.home, matter, scopes, flags: flag.covers, ordered: matter === 'ORDER' ? above : [] };
  }

  private async join(tx: Transaction, kept: KeptFlag, chosen: ChosenCase, { words }: Placing, nowMs: number): Promise<void> {
    const { case: standing, reason, widenTo, related } = chosen;
    const others = related.filter((other) => other !== standing.id);
    await this.writes.runAsCasework(
      nowMs,
      standing.id,
      async (open) => {
        const parts = others.map((other) => ({ other, reason: 'It is about a part of what this case is about now.' }));
        await this.joinAs(open, kept, `${reason}${words}`, { widenTo, related: parts });
        if (widenTo !== undefined) await this.gather(open);
      },
      tx,
    );
    for (const other of others) await this.relate(tx, other, standing.id, nowMs);
  }

  private async open(tx: Transaction, kept: KeptFlag, asked: AskedCases, { words }: Placing, nowMs: number): Promise<void> {
    const { flag, matter, subject } = kept;
    const id = randomUUID();
    const closed = await this.flags.closed(tx, asked, CLOSED_MAX);
    const related = closed.map((other) => ({ other, reason: 'It was about the same, and is closed.' }));
    const severity = severityOf(flag, INTAKE_POLICY);
    const reason = `A flag of ${flag.rule} was raised, and no case about it stands (policy ${INTAKE_POLICY.version} of the intake).${words}`;
    await this.writes.openAsCasework(
      nowMs,
      id,
      async (open) => {
        const opening = { case: id, matter, subject, severity, jurisdiction: flag.jurisdiction, source: 'FLAG', reason };
        open.apply(decideOpening(opening, { ...open.context, authority: this.home }));
        await this.joinAs(open, kept, `The case was opened for it.${words}`, { related });
        await this.gather(open);
      },
      tx,
    );
  }

  private async gather(open: OpenCase): Promise<void> {
    const { subject, matter } = open.state;
    const inside = await this.subjects.insideOf(open.tx, subject, open.context.now);
    for (const kept of await this.flags.aside(open.tx, matter, [subject, ...inside], ASIDE_MAX))
      await this.joinAs(open, kept, 'It stood aside until there was a case.');
  }

  private async joinAs(
    open: OpenCase,
    kept: KeptFlag,
    reason: string,
    more: { widenTo?: CaseScope | undefined; related?: { other: CaseId; reason: string }[] } = {},
  ): Promise<void> {
    const { flag } = kept;
    const rule = await this.rules.find(open.tx, flag.rule, flag.ruleVersion);
    open.apply(decideJoin(open.state, { flag, reason, rule, ...more }, { ...open.context, actor: CASEWORK }));
    await this.flags.keep(open.tx, { ...kept, outcome: 'CASE', reason, lookAtMs: undefined });
  }

  private async relate(tx: Transaction, id: CaseId, other: CaseId, nowMs: number): Promise<void> {
    const reason = 'It is about something wider that this case is a part of.';
    await this.writes.runAsCasework(
      nowMs,
      id,
      async (open) => {
        const { actor, now } = open.context;
        if (!open.state.related.has(other)) open.apply({ events: [{ type: 'case-related', ...happened(actor, now), other, reason }] });
      },
      tx,
    );
  }
}
