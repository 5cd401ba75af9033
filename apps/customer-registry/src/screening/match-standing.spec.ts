import fc from 'fast-check';
import { type MatchItem, type MatchStep, whenDecided, whenFound, whenNotFound } from './match-standing.js';

const open: MatchItem = { state: 'OPEN', standing: 'MATCHES', facts: 'a' };
const decided: MatchItem = { ...open, state: 'FALSE_POSITIVE', decidedFacts: 'a' };

describe('a match', () => {
  it('is raised when the two score as one for the first time', () =>
    expect(whenFound(undefined, 'a')).toEqual({ item: open, event: 'RAISED' }));

  it('keeps its decision while the facts stay, and opens again when they change', () => {
    expect(whenFound(decided, 'a')).toEqual({ item: decided });
    expect(whenFound(decided, 'b')).toEqual({ item: { ...decided, state: 'OPEN', facts: 'b' }, event: 'REOPENED' });
    expect(whenFound({ ...decided, state: 'CONFIRMED' }, 'b').event).toBe('REOPENED');
  });

  it('stays open when the facts go back to those that were decided about', () => {
    const reopened = whenFound(decided, 'b').item;
    expect(whenFound(reopened, 'a')).toMatchObject({ item: { state: 'OPEN' }, event: 'FACTS_CHANGED' });
  });

  it('says once that it scores no longer, or that the entry is gone', () => {
    const gone = whenNotFound(decided, true);
    expect(gone).toEqual({ item: { ...decided, standing: 'ENTRY_REMOVED' }, event: 'ENTRY_REMOVED' });
    expect(whenNotFound(gone.item, true).event).toBeUndefined();
    expect(whenFound(gone.item, 'a')).toEqual({ item: decided, event: 'MATCHES_AGAIN' });
  });

  it('is decided once, until a person opens it again', () => {
    expect(whenDecided(open, 'CONFIRMED')).toMatchObject({ item: { state: 'CONFIRMED', decidedFacts: 'a' }, event: 'DECIDED' });
    expect(whenDecided(decided, 'CONFIRMED')).toEqual({ refused: 'MATCH_DECIDED' });
    expect(whenDecided(open, 'OPEN')).toEqual({ refused: 'MATCH_OPEN_ALREADY' });
    expect(whenDecided(decided, 'OPEN')).toMatchObject({ item: { state: 'OPEN' }, event: 'REOPENED_BY_PERSON' });
  });

  it('is closed by people alone, and never says otherwise than its latest facts, whatever happens', () => {
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('found' as const), facts: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('not-found' as const), removed: fc.boolean() }),
      fc.record({
        kind: fc.constant('decided' as const),
        decision: fc.constantFrom('FALSE_POSITIVE' as const, 'CONFIRMED' as const, 'OPEN' as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(happening), (all) => {
        let item = open;
        for (const one of all) {
          const step: MatchStep | { refused: string } =
            one.kind === 'found'
              ? whenFound(item, one.facts)
              : one.kind === 'decided'
                ? whenDecided(item, one.decision)
                : whenNotFound(item, one.removed);
          if ('refused' in step) continue;
          if (item.state === 'OPEN' && step.item.state !== 'OPEN') expect(one.kind).toBe('decided');
          if (step.item.state !== item.state) expect(step.event).toBeDefined();
          // Where it still matches, a decision stands for the facts that it was made about.
          if (step.item.state !== 'OPEN' && step.item.standing === 'MATCHES') expect(step.item.decidedFacts).toBe(step.item.facts);
          item = step.item;
        }
      }),
    );
  });
});
