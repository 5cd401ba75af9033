import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { CASEWORK } from '../case-vocabulary.js';
import { REACTIONS, type Reaction, withReactions } from '../reactions.js';
import { clocksSay } from './run-clocks.js';

/** More to say at once is a clock that starts itself again. */
const SAID_MAX = 10_000;

/**
 * The case after all that its clocks had to say by now, one after the other with what follows from each: a clock whose end cancels another does so
 * whether it is said in time or a year late. Every step in a case begins with it, so that nobody can act in a case that is behind its clocks.
 */
export function caughtUp(
  state: CaseState,
  context: CaseContext,
  reactions: readonly Reaction[] = REACTIONS,
): { events: readonly CaseEvent[]; state: CaseState } {
  const own = { ...context, actor: CASEWORK };
  const events: CaseEvent[] = [];
  let current = state;
  for (let [next] = clocksSay(current, own); next !== undefined; [next] = clocksSay(current, own)) {
    if (events.length > SAID_MAX) throw new Error(`the clocks of case ${state.id} have no end: ${next.type}`);
    const said = withReactions(current, [next], own, reactions);
    events.push(...said.events);
    current = said.state;
  }
  return { events, state: current };
}
