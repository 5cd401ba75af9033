import fc from 'fast-check';
import { CONTROL_KINDS, type ControlEdge, type ControlFact, controlEndOf, evolveControl, hasShare, isStanding } from './control-edge.js';
import { decideEnded, decideStated } from './decide-control.js';
import { fraction } from './fraction.js';
import { holdingsAt } from './holdings.js';

const edge = (of: Partial<ControlEdge>): ControlEdge => ({
  edge: 'e1',
  provider: 'one',
  owner: 'a',
  owned: 'x',
  kind: 'SHARES',
  share: fraction(1n, 2n),
  fromMs: 100,
  knownAtMs: 1000,
  ends: [],
  ...of,
});
const state = {
  edge: 'e2',
  provider: 'one',
  owner: 'a',
  owned: 'x',
  kind: 'SHARES',
  share: fraction(1n, 3n),
  fromMs: 0,
  nowMs: 2000,
} as const;
const codeOf = (decided: ReturnType<typeof decideStated> | ReturnType<typeof decideEnded>) =>
  'refused' in decided ? decided.refused.code : 'ok';

describe('a statement of control', () => {
  it('is refused where the provider said otherwise of that time, and taken where the time is free', () => {
    expect(codeOf(decideStated([edge({})], state))).toBe('EDGE_OVERLAPS');
    expect(codeOf(decideStated([edge({})], { ...state, toMs: 100 }))).toBe('ok');
    expect(codeOf(decideStated([edge({ kind: 'VOTES' })], state))).toBe('ok');
    expect(codeOf(decideStated([edge({ ends: [{ atMs: 100, knownAtMs: 1500 }] })], state))).toBe('ok');
  });

  it('needs a share where the kind has one, and none where it has not', () => {
    expect(codeOf(decideStated([], { ...state, share: undefined }))).toBe('SHARE_MISSING');
    expect(codeOf(decideStated([], { ...state, kind: 'BOARD' }))).toBe('SHARE_NOT_OF_THIS_KIND');
    expect(codeOf(decideStated([], { ...state, owned: 'a' }))).toBe('OWNER_OF_ITSELF');
    expect(codeOf(decideStated([], { ...state, toMs: 0 }))).toBe('EDGE_INTERVAL_EMPTY');
  });

  it('ends once, and only ever earlier', () => {
    expect(codeOf(decideEnded(edge({}), { atMs: 99, nowMs: 1 }))).toBe('EDGE_ENDS_BEFORE_IT_STARTS');
    expect(codeOf(decideEnded(edge({}), { atMs: 100, nowMs: 1 }))).toBe('ok');
    expect(codeOf(decideEnded(edge({ toMs: 200 }), { atMs: 200, nowMs: 1 }))).toBe('EDGE_ALREADY_ENDED');
  });

  it('holds from its start until its end, as known then', () => {
    const ended = edge({ ends: [{ atMs: 300, knownAtMs: 1500 }] });
    expect([99, 100, 299, 300].map((at) => isStanding(ended, at))).toEqual([false, true, true, false]);
    expect(isStanding(ended, 300, 1499)).toBe(true);
    expect(isStanding(ended, 200, 999)).toBe(false);
    expect(isStanding(ended, 200, 1000)).toBe(true);
  });

  it('says at most one thing of an instant, whatever is decided in whatever order', () => {
    const command = fc.record({
      kind: fc.constantFrom(...CONTROL_KINDS),
      fromMs: fc.nat(20),
      length: fc.option(fc.integer({ min: 1, max: 9 })),
      end: fc.option(fc.nat(30)),
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        let edges: ReadonlyMap<string, ControlEdge> = new Map();
        const take = (fact: ControlFact) => (edges = evolveControl(edges, fact));
        for (const [nowMs, { kind, fromMs, length, end }] of commands.entries()) {
          const share = hasShare(kind) ? fraction(1n, 2n) : undefined;
          const decided = decideStated(edges.values(), {
            ...state,
            edge: `e${nowMs}`,
            kind,
            share,
            fromMs,
            toMs: length === null ? undefined : fromMs + length,
            nowMs,
          });
          if ('fact' in decided) take(decided.fact);
          const first = [...edges.values()][0];
          const ended = first && end !== null ? decideEnded(first, { atMs: end, nowMs }) : undefined;
          if (ended && 'fact' in ended) take(ended.fact);
        }
        for (let at = 0; at < 40; at += 1) {
          for (const known of [5, 10, 20]) {
            const kinds = [...edges.values()].filter((one) => isStanding(one, at, known)).map(({ kind }) => kind);
            expect(new Set(kinds).size).toBe(kinds.length);
          }
        }
        for (const one of edges.values()) expect(controlEndOf(one)).toBeGreaterThanOrEqual(one.fromMs);
      }),
    );
  });
});

describe('holdings of an instant', () => {
  it('statements about the same two parties are one holding: the largest counts, and a difference is said', () => {
    const edges = [
      edge({}),
      edge({ edge: 'e2', provider: 'two', owner: 'a2', owned: 'x2', share: fraction(2n, 3n) }),
      edge({ edge: 'e3', kind: 'BOARD' }),
    ];
    const partyOf = (record: string) => record.slice(0, 1);
    const { holdings, findings } = holdingsAt(edges, { asOfMs: 200, partyOf });
    expect(holdings).toEqual([{ owner: 'a', owned: 'x', shares: fraction(2n, 3n), control: ['BOARD'], edges: ['e1', 'e2', 'e3'] }]);
    expect(findings).toEqual([{ code: 'STATEMENTS_DIFFER', owner: 'a', owned: 'x', kind: 'SHARES', edges: ['e1', 'e2'] }]);
  });

  it('nobody owns itself: two records of one party are said', () => {
    const { holdings, findings } = holdingsAt([edge({})], { asOfMs: 200, partyOf: () => 'p' });
    expect(holdings).toEqual([]);
    expect(findings).toEqual([{ code: 'OWNER_IS_OWNED', party: 'p', edges: ['e1'] }]);
  });
});
