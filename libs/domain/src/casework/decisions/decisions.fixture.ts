import { type CaseContext, NOBODY_KNOWN, type PeopleFacts } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_POLICY } from '../case-policy.js';
import type { CaseMove } from '../case-stage.js';
import { type CaseState, NO_CASE } from '../case-state.js';
import { type Actor, CASEWORK, type CaseDecision } from '../case-vocabulary.js';
import { clocksSay } from '../clocks/run-clocks.js';
import { decideMove, decideOpening } from '../opening/decide-opening.js';
import { withReactions } from '../reactions.js';

export const DAY = 86_400_000;
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

export const reviewer = (person: string): Actor => ({ person, human: true, role: 'regulator-reviewer', authority: 'home' });
export const lead = (person: string): Actor => ({ person, human: true, role: 'regulator-lead', authority: 'home' });

export const STATEMENT = { facts: 'It crossed', considered: 'All that was said', rightToReply: 'Write', rightToAppeal: 'Appeal' };
export const because = { reason: 'Because' };

/** A case in which persons take steps, one after another, each with all that follows from it. */
export class DecidedCase {
  state: CaseState = { ...NO_CASE, id: 'k-1' };
  now = Date.UTC(2026, 0, 5);
  people: PeopleFacts = NOBODY_KNOWN;
  readonly events: CaseEvent[] = [];

  context(actor: Actor): CaseContext {
    return { now: this.now, actor, calendars: new Map([['-', UTC]]), policy: CASE_POLICY, people: this.people };
  }

  /** The code of the refusal, or undefined when it was done. */
  take<Command>(
    actor: Actor,
    decide: (state: CaseState, command: Command, context: CaseContext) => CaseDecision<CaseEvent>,
    command: Command,
  ): string | undefined {
    const context = this.context(actor);
    const decision = decide(this.state, command, context);
    if ('refused' in decision) return decision.refused.code;
    const { events, state } = withReactions(this.state, decision.events, context);
    this.events.push(...events);
    this.state = state;
    return undefined;
  }

  opened(): this {
    const about = { case: 'k-1', matter: 'TRAINING_COMPUTE', severity: 'MEDIUM', jurisdiction: '-', source: 'PERSON' } as const;
    const subject = { kind: 'customer', provider: 'north', id: 'c-1' } as const;
    this.take(reviewer('pia'), (_, command, context) => decideOpening(command, context), { ...about, subject, ...because });
    return this;
  }

  moved(...moves: CaseMove[]): this {
    for (const move of moves) this.take(reviewer('pia'), decideMove, { move, ...because });
    return this;
  }

  /** Time passes, and the clocks say what they have to say. */
  pass(days: number): this {
    this.now += days * DAY;
    this.take(CASEWORK, (state, _, context) => ({ events: clocksSay(state, context) }), undefined);
    return this;
  }
}

export const investigated = (): DecidedCase => new DecidedCase().opened().moved('triage', 'investigate');
