import fc from 'fast-check';
import { JUDGEMENTS, type PairJudgement, pairOf } from './party-judgement.js';
import { movesBetween, type PartyRecord, resolveParties } from './resolve-parties.js';

const RECORDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const records: PartyRecord[] = RECORDS.map((record, index) => ({ record, party: `party-${record}`, foundedAtMs: index }));

/** "a=b", "a#b" for different, "a?b" for unsure, in the order in which they were said, from known time 100 on. */
const said = (...texts: string[]): PairJudgement[] =>
  texts.map((text, order) => {
    const judgement = text[1] === '=' ? 'SAME' : text[1] === '#' ? 'DIFFERENT' : 'UNSURE';
    return { ...pairOf(text[0]!, text[2]!), judgement, cause: 'JUDGEMENT', order, knownAtMs: 100 + order };
  });

/** "ab c" for the parties of a (with b) and c, each named by its founder first. */
function partiesOf(judgements: readonly PairJudgement[], knownAtMs?: number): string {
  const parties = new Map<string, string>();
  for (const [record, party] of resolveParties(records, judgements, knownAtMs).partyOf)
    parties.set(party, (parties.get(party) ?? '') + record);
  for (const [party, members] of parties) expect(party).toBe(`party-${members[0]}`);
  return [...parties.values()].join(' ');
}

describe('parties', () => {
  it('are the connected components under SAME, named by their oldest record', () => {
    expect(partiesOf(said())).toBe('a b c d e f');
    expect(partiesOf(said('c=d', 'b=d'))).toBe('a bcd e f');
  });

  it('a reversed judgement splits cleanly: each part has the id that it had', () => {
    expect(partiesOf(said('a=b', 'c=d', 'b=c'))).toBe('abcd e f');
    expect(partiesOf(said('a=b', 'c=d', 'b=c', 'c#b'))).toBe('ab cd e f');
    expect(partiesOf(said('a=b', 'c=d', 'b=c', 'c?b'))).toBe('ab cd e f');
    expect(partiesOf(said('a=b', 'c=d', 'b=c', 'c#b', 'b=c'))).toBe('abcd e f');
  });

  it('are never joined across a contradiction, which is said', () => {
    const judgements = said('a#c', 'a=b', 'b=c');
    expect(partiesOf(judgements)).toBe('ab c d e f');
    expect(resolveParties(records, judgements).findings).toEqual([
      { code: 'JOIN_BLOCKED', left: 'b', right: 'c', against: { left: 'a', right: 'c' } },
    ]);
    // A contradiction that becomes known later stands as well: what was said first holds.
    expect(partiesOf(said('a=b', 'b=c', 'a#c'))).toBe('ab c d e f');
  });

  it('are known as of any known time', () => {
    const judgements = said('a=b', 'a#b', 'b=c');
    expect([99, 100, 101, 102].map((known) => partiesOf(judgements, known))).toEqual([
      'a b c d e f',
      'ab c d e f',
      'a b c d e f',
      'a bc d e f',
    ]);
  });

  it('say what moved and why', () => {
    const at = (...texts: string[]) => resolveParties(records, said(...texts)).partyOf;
    expect(movesBetween(at('b=c'), at('b=c', 'a=b'), 'JUDGEMENT')).toEqual([
      { record: 'b', from: 'party-b', to: 'party-a', cause: 'JUDGEMENT' },
      { record: 'c', from: 'party-b', to: 'party-a', cause: 'JUDGEMENT' },
    ]);
    expect(movesBetween(at('b=c', 'a=b'), at('b=c', 'a=b', 'a#b'), 'JUDGEMENT')).toEqual([
      { record: 'b', from: 'party-a', to: 'party-b', cause: 'SPLIT' },
      { record: 'c', from: 'party-a', to: 'party-b', cause: 'SPLIT' },
    ]);
  });
});

const judgementsInOrder = fc
  .array(fc.tuple(fc.constantFrom(...RECORDS), fc.constantFrom(...RECORDS), fc.constantFrom(...JUDGEMENTS, 'SAME' as const)), {
    maxLength: 25,
  })
  .map((all) => all.filter(([one, other]) => one !== other))
  .map((all) =>
    all.map(
      ([one, other, judgement], order): PairJudgement => ({
        ...pairOf(one, other),
        judgement,
        cause: 'JUDGEMENT',
        order,
        knownAtMs: 100 + order,
      }),
    ),
  );

/** The rule as it is written: sets of records, joined one judgement after the other. */
function naively(judgements: readonly PairJudgement[]): Set<string>[] {
  const latest = judgements.filter(
    (one, index) => !judgements.slice(index + 1).some(({ left, right }) => left === one.left && right === one.right),
  );
  let sets = RECORDS.map((record) => new Set([record]));
  for (const { left, right, judgement } of latest) {
    if (judgement !== 'SAME') continue;
    const joined = new Set([...sets.find((set) => set.has(left))!, ...sets.find((set) => set.has(right))!]);
    if (latest.some((one) => one.judgement === 'DIFFERENT' && joined.has(one.left) && joined.has(one.right))) continue;
    sets = [...sets.filter((set) => !set.has(left) && !set.has(right)), joined];
  }
  return sets;
}

describe('at every moment', () => {
  it('parties are what the rule as written gives, and nobody is of one party with whom it differs from', () =>
    fc.assert(
      fc.property(judgementsInOrder, (judgements) => {
        for (let known = 99; known < 100 + judgements.length; known += 1) {
          const { partyOf } = resolveParties(records, judgements, known);
          const sets = naively(judgements.filter(({ knownAtMs }) => knownAtMs <= known));
          for (const one of RECORDS) {
            for (const other of RECORDS) expect(partyOf.get(one) === partyOf.get(other)).toBe(sets.find((set) => set.has(one))!.has(other));
          }
        }
      }),
      { numRuns: 300 },
    ));

  it('what cannot be reached by SAME from a pair does not move with its judgement', () =>
    fc.assert(
      fc.property(
        judgementsInOrder.filter(({ length }) => length > 0),
        (judgements) => {
          const before = resolveParties(records, judgements.slice(0, -1)).partyOf;
          const after = resolveParties(records, judgements).partyOf;
          const reach = new Set([judgements.at(-1)!.left, judgements.at(-1)!.right]);
          for (const record of reach) {
            for (const { left, right, judgement } of judgements) {
              if (judgement === 'SAME' && left === record) reach.add(right);
              if (judgement === 'SAME' && right === record) reach.add(left);
            }
          }
          for (const { record } of movesBetween(before, after, 'JUDGEMENT')) expect(reach.has(record)).toBe(true);
        },
      ),
    ));
});
