import { type CaseContext, NOBODY_KNOWN, type PeopleFacts } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_POLICY } from '../case-policy.js';
import { type CaseState, evolveCase, NO_CASE } from '../case-state.js';
import { type Actor, CASEWORK, type CaseDecision } from '../case-vocabulary.js';
import { caughtUp } from '../clocks/catch-up.js';
import { decideMove } from '../opening/decide-opening.js';
import { withReactions } from '../reactions.js';
import type { Concerned } from './decide-request.js';
import type { GivenDeclaration } from './declaration-content.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const UTC = {
  jurisdiction: '-',
  zone: 'UTC',
  weekend: [6, 7],
  holidays: new Set<string>(),
  rollsForward: false,
  source: 'none',
  verified: true,
  version: 1,
};
export const ROSA: Actor = { person: 'rosa', human: true, role: 'regulator-reviewer', authority: 'home' };
export const LEA: Actor = { person: 'lea', human: true, role: 'regulator-lead', authority: 'home' };
export const AUDITOR: Actor = { person: 'third', human: true, role: 'auditor', authority: 'audits' };
export const NORTH: Actor = { person: 'nils', human: true, role: 'compliance-lead', provider: 'north' };

export const NORTH_ALONE: Concerned = { providers: ['north'], customers: new Map() };

/** A Monday, 09:00 UTC. */
export const START = Date.UTC(2026, 0, 5, 9);

/** A case in which steps are taken one after another, each with all that follows from it. */
export class AskedCase {
  start: CaseState = { ...NO_CASE, id: 'k-1', version: 1, authority: 'home', stage: 'investigating' };
  state: CaseState = this.start;
  now = START;
  people: PeopleFacts = NOBODY_KNOWN;
  readonly events: CaseEvent[] = [];

  context = (actor: Actor): CaseContext => ({
    now: this.now,
    actor,
    calendars: new Map([['-', UTC]]),
    policy: CASE_POLICY,
    people: this.people,
  });

  /** The refusal's code, or undefined when it was done. */
  take(actor: Actor, decide: (state: CaseState, context: CaseContext) => CaseDecision<CaseEvent>): string | undefined {
    const context = this.context(actor);
    const decision = decide(this.state, context);
    if ('refused' in decision) return decision.refused.code;
    this.keep(withReactions(this.state, decision.events, context));
    return undefined;
  }

  move(move: Parameters<typeof decideMove>[1]['move'], actor = ROSA): string | undefined {
    return this.take(actor, (state, context) => decideMove(state, { move, reason: 'so it goes' }, context));
  }

  /** Time passes, and the clocks say what they have to say. */
  pass(ms: number): void {
    this.now += ms;
    this.keep(caughtUp(this.state, this.context(CASEWORK)));
  }

  /** The case as it is read after its persons were erased. */
  get erased(): CaseState {
    const bare = this.events.map(({ ...event }) => {
      delete (event as { record?: object }).record;
      delete (event as { personal?: object }).personal;
      return event;
    });
    return bare.reduce(evolveCase, this.start);
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }

  private keep({ events, state }: { events: readonly CaseEvent[]; state: CaseState }): void {
    this.events.push(...events);
    this.state = state;
  }
}

export const DECLARED: GivenDeclaration = {
  language: 'en',
  signer: { role: 'Chief scientist' },
  models: [{ name: 'Aurora', type: 'language', purpose: 'chat', capabilities: 'text', limitations: 'none known' }],
  compute: [{ status: 'USED', site: 'Luleå', from: START - 60 * DAY, to: START - 30 * DAY, flop: { figure: '1e24' } }],
  data: [{ source: 'web', nature: 'text' }],
  performance: [{ measure: 'MMLU', result: '0.8', howTaken: 'five shots' }],
  safety: [{ kind: 'SAFETY', measure: 'red team' }],
  incidentMonitoring: 'a desk',
  societalImpact: 'some',
};
