import type { CustomerDecision } from './customer-refusal.js';

/** given(events).when(command).then(events), or .refused(code): nothing is mocked. */
export function machine<State, Command, Event>(parts: {
  initial: State;
  decide(state: State, command: Command): CustomerDecision<Event>;
  evolve(state: State, event: Event): State;
}) {
  return (events: readonly Event[]) => {
    const state = events.reduce(parts.evolve, parts.initial);
    return {
      state,
      when: (command: Command) => {
        const decision = parts.decide(state, command);
        return {
          // biome-ignore lint/suspicious/noThenProperty: reads as given, when, then; nobody awaits it
          then: (expected: readonly Event[]) => expect(decision).toEqual({ events: expected }),
          refused: (code: string) => expect('refused' in decision ? decision.refused.code : decision).toBe(code),
          state: () => ('events' in decision ? decision.events.reduce(parts.evolve, state) : state),
        };
      },
    };
  };
}
