import fc from 'fast-check';
import { DAY_MS } from './calendar.js';
import { machine } from './given.fixture.js';
import {
  decideRevalidation,
  evolveRevalidations,
  NO_REVALIDATION,
  REVALIDATION_CAUSES,
  type RevalidationCommand,
  type RevalidationEvent,
  type Revalidations,
} from './revalidation.js';

const revalidation = machine<Revalidations, RevalidationCommand, RevalidationEvent>({
  initial: NO_REVALIDATION,
  decide: decideRevalidation,
  evolve: evolveRevalidations,
});
const ground = (fact: string) => ({ cause: 'BAND_REACHED', fact, detail: 'reached 1e22', atMs: 5 }) as const;
const ask = (fact: string, id = 'r-1'): RevalidationCommand => ({
  type: 'ask-revalidation',
  id,
  ground: ground(fact),
  by: 'registry',
  nowMs: 10,
});
const asked = (fact: string): RevalidationEvent => ({
  type: 'revalidation-asked',
  id: 'r-1',
  ground: ground(fact),
  dueMs: 10 + 14 * DAY_MS,
  by: 'registry',
  atMs: 10,
});
const joined = (fact: string): RevalidationEvent => ({
  type: 'revalidation-joined',
  id: 'r-1',
  ground: ground(fact),
  by: 'registry',
  atMs: 10,
});
const finish = (reason = 'looked'): RevalidationCommand => ({
  type: 'finish-revalidation',
  outcome: 'CONFIRMED',
  reason,
  by: 'ana',
  nowMs: 20,
});

describe('re-validation', () => {
  it('is asked for by a fact, and further facts join it', () => {
    revalidation([])
      .when(ask('use:1'))
      .then([asked('use:1')]);
    revalidation([asked('use:1')])
      .when(ask('use:2', 'r-2'))
      .then([joined('use:2')]);
  });

  it('hears a fact once, also after it is done', () => {
    revalidation([asked('use:1')])
      .when(ask('use:1'))
      .then([]);
    const done = revalidation([asked('use:1')])
      .when(finish())
      .state();
    expect(decideRevalidation(done, ask('use:1', 'r-2'))).toEqual({ events: [] });
    expect(decideRevalidation(done, ask('use:2', 'r-2'))).toMatchObject({ events: [{ type: 'revalidation-asked', id: 'r-2' }] });
  });

  it('is done by a person, for a reason, when it is open', () => {
    revalidation([]).when(finish()).refused('REVALIDATION_NOT_OPEN');
    revalidation([asked('use:1')])
      .when(finish(''))
      .refused('REASON_MISSING');
    expect(
      revalidation([asked('use:1'), joined('use:2')])
        .when(finish())
        .state(),
    ).toMatchObject({ done: [{ id: 'r-1', doneBy: 'ana', outcome: 'CONFIRMED', grounds: [{}, {}] }] });
  });

  it('keeps every fact exactly once, in one open ask at a time, whatever comes in whichever order', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(5), fc.constant('done' as const)), { maxLength: 30 }), (steps) => {
        let state = NO_REVALIDATION;
        for (const [n, one] of steps.entries()) {
          const command = one === 'done' ? finish() : ask(`${REVALIDATION_CAUSES[one]}:${one}`, `r-${n}`);
          const decision = decideRevalidation(state, command);
          if ('events' in decision) state = decision.events.reduce(evolveRevalidations, state);
        }
        const kept = [...state.done, ...(state.open ? [state.open] : [])].flatMap(({ grounds }) => grounds.map(({ fact }) => fact));
        expect(kept).toEqual(state.heard);
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept.length).toBe(new Set(steps.filter((one) => one !== 'done')).size);
      }),
    ));
});
