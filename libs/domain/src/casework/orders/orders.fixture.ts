import { type CaseContext, NOBODY_KNOWN, type PeopleFacts } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_POLICY } from '../case-policy.js';
import { type CaseState, NO_CASE } from '../case-state.js';
import { type Actor, CASEWORK, type CaseDecision } from '../case-vocabulary.js';
import { clocksSay } from '../clocks/run-clocks.js';
import { withReactions } from '../reactions.js';

export const HOUR = 3_600_000;
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
export const regulator = (person: string): Actor => ({ person, human: true, role: 'regulator-lead', authority: 'home' });
export const NORTH: Actor = { person: 'nils', human: true, role: 'compliance-lead', provider: 'north' };

type Decide<Command> = (state: CaseState, command: Command, context: CaseContext) => CaseDecision<CaseEvent>;

/** A case in which steps are taken one after another, each with all that follows from it. */
export class CaseUnderTest {
  state: CaseState = { ...NO_CASE, id: 'k-1', version: 1, authority: 'home', stage: 'investigating' };
  now = 1_000_000 * HOUR;
  people: PeopleFacts = NOBODY_KNOWN;
  readonly events: CaseEvent[] = [];

  /** The refusal's code, or undefined when it was done. */
  take<Command>(decide: Decide<Command>, command: Command, actor: Actor): string | undefined {
    const context: CaseContext = { now: this.now, actor, calendars: new Map([['-', UTC]]), policy: CASE_POLICY, people: this.people };
    const decision = decide(this.state, command, context);
    if ('refused' in decision) return decision.refused.code;
    const { events, state } = withReactions(this.state, decision.events, context);
    this.events.push(...events);
    this.state = state;
    return undefined;
  }

  /** Time passes, and the clocks say what they have to say. */
  pass(hours: number): void {
    this.now += hours * HOUR;
    this.take((state, _, context) => ({ events: clocksSay(state, context) }), undefined, CASEWORK);
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }
}
