import { reactAccess } from './access/react-access.js';
import type { CaseContext } from './case-context.js';
import type { CaseEvent } from './case-event.js';
import { type CaseState, evolveCase } from './case-state.js';
import { CASEWORK } from './case-vocabulary.js';
import { reactDesk } from './desk/decide-snooze.js';
import { reactEvaluations } from './evaluations/react-evaluations.js';
import { reactOpening } from './opening/react-opening.js';
import { reactToOrders } from './orders/react-orders.js';
import { reactPapers } from './papers/react-papers.js';
import { reactRequests } from './requests/react-requests.js';

/** What follows from an event by itself: a clock that ends, an access that ends with the case. `state` is the case after the event. Asked once for each event. */
export type Reaction = (state: CaseState, event: CaseEvent, context: CaseContext) => readonly CaseEvent[];

/** Every part that reacts has its line here, and a file `<part>/react-<part>.ts`. */
export const REACTIONS: readonly Reaction[] = [
  reactDesk,
  reactOpening,
  reactAccess,
  reactPapers,
  reactToOrders,
  reactRequests,
  reactEvaluations,
];

/** More in one step is a circle: a reaction to a reaction to itself. The end of a case is told to each of what is open in it. */
const EVENTS_MAX = 20_000;

/** The events with all that follows from them, in the order in which it happens; and the case after them. */
export function withReactions(
  state: CaseState,
  events: readonly CaseEvent[],
  context: CaseContext,
  reactions: readonly Reaction[] = REACTIONS,
): { events: readonly CaseEvent[]; state: CaseState } {
  const own = { ...context, actor: CASEWORK };
  const happened: CaseEvent[] = [];
  const queue = [...events];
  let current = state;
  for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
    if (happened.length >= EVENTS_MAX) throw new Error(`one step of case ${state.id} has no end: ${event.type}`);
    current = evolveCase(current, event);
    happened.push(event);
    for (const react of reactions) queue.push(...react(current, event, own));
  }
  return { events: happened, state: current };
}
