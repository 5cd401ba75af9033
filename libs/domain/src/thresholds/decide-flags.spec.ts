import fc from 'fast-check';
import { decideFlags, type FlagContext } from './decide-flags.js';
import { evolveFlags, type FlagChange, flagKey, type KeptFlag } from './flag-book.js';
import { coveredFlags } from './flag-covers.js';
import { type Scope, scopeKey } from './scope.js';
import { type Standing, standingKey } from './standing.js';

const HOUR = 3_600_000;
const PARTY: Scope = { kind: 'party', id: 'p1' };
const crossing = (change: Partial<Standing> = {}): Standing => ({
  kind: 'CROSSING',
  rule: 'eu',
  ruleVersion: 1,
  scope: PARTY,
  tier: 'PROBABLE',
  n: 1,
  moment: { hour: 100, minute: 30 },
  atEntryIntoForce: false,
  totals: { lower: 1n, expected: 2n, upper: 3n },
  detail: {},
  ...change,
});
const at = (hour: number, minute: number) => ({ moment: { hour, minute } });

/** One scope's flags, judged again and again; ids are numbered in the order of raising. */
class Book {
  flags: KeptFlag[] = [];
  private count = 0;

  judge(nowHour: number, standings: readonly Standing[], context: Partial<FlagContext> = {}): readonly FlagChange[] {
    const nowMs = nowHour * HOUR;
    const changes = decideFlags(this.flags, standings, { nowMs, causes: ['USAGE'], newId: () => `flag-${++this.count}`, ...context });
    this.flags = evolveFlags(this.flags, changes, nowMs);
    return changes;
  }

  get open(): KeptFlag[] {
    return this.flags.filter(({ status }) => status === 'OPEN');
  }
}

const given = (...judgements: (readonly [nowHour: number, standings: readonly Standing[]])[]): Book => {
  const book = new Book();
  for (const [nowHour, standings] of judgements) book.judge(nowHour, standings);
  return book;
};
const told = (changes: readonly FlagChange[]) => changes.map(({ type, flag }) => `${type} ${flag}`);

describe('a flag', () => {
  it('is raised when something stands, once', () => {
    const book = new Book();
    expect(book.judge(101, [crossing()])).toEqual([{ type: 'RAISED', flag: 'flag-1', standing: crossing() }]);
    expect(book.judge(102, [crossing()])).toEqual([]);
  });

  it('is one for each rule, version, tier and time', () => {
    const all = [crossing(), crossing({ tier: 'POSSIBLE' }), crossing({ rule: 'us' }), crossing({ ruleVersion: 2 }), crossing({ n: 2 })];
    expect(new Book().judge(101, all)).toHaveLength(5);
  });

  it('is raised in the order of the moments', () => {
    const changes = new Book().judge(101, [crossing({ rule: 'late', ...at(50, 1) }), crossing({ rule: 'early', ...at(50, 0) })]);
    expect(changes.map((change) => change.type === 'RAISED' && change.standing.rule)).toEqual(['early', 'late']);
  });

  it('is withdrawn with the cause when it no longer stands', () => {
    const book = given([101, [crossing()]]);
    expect(book.judge(200, [], { causes: ['UNLINK'], reasons: new Map([['flag-1', 'LINK_REVERSED']]) })).toEqual([
      { type: 'WITHDRAWN', flag: 'flag-1', causes: ['UNLINK'], reason: 'LINK_REVERSED' },
    ]);
    expect(book.judge(201, [])).toEqual([]);
  });

  it('that comes back is a new one that names the last', () => {
    const book = given([101, [crossing()]], [102, []], [103, [crossing()]], [104, []]);
    expect(book.judge(105, [crossing()])).toMatchObject([{ type: 'RAISED', flag: 'flag-3', previous: 'flag-2' }]);
  });

  it('is left alone by a judgement that did not look at it', () => {
    const book = given([101, [crossing(), crossing({ kind: 'EVALUATION_DUE', tier: undefined })]]);
    expect(told(book.judge(102, [], { isJudged: ({ kind }) => kind === 'CROSSING' }))).toEqual(['WITHDRAWN flag-1']);
    expect(book.open.map(({ kind }) => kind)).toEqual(['EVALUATION_DUE']);
  });
});

describe('a moment that moves', () => {
  it('is told when the hour is another', () => {
    const book = given([101, [crossing()]]);
    expect(book.judge(102, [crossing(at(40, 5))], { causes: ['LINK'] })).toMatchObject([
      { type: 'MOVED', flag: 'flag-1', from: at(100, 30), to: at(40, 5), causes: ['LINK'] },
    ]);
  });

  it('by minutes is kept while the hour runs, and told once it is over', () => {
    const book = given([100.6, [crossing()]]);
    expect(told(book.judge(100.8, [crossing(at(100, 20))]))).toEqual(['ADJUSTED flag-1']);
    expect(book.open[0]!.place.moment.minute).toBe(20);
    // What was told is the half hour, whatever was kept since.
    expect(book.judge(101, [crossing(at(100, 20))])).toMatchObject([{ type: 'MOVED', flag: 'flag-1', from: at(100, 30), to: at(100, 20) }]);
    expect(told(book.judge(102, [crossing(at(100, 20))]))).toEqual([]);
  });

  it('and comes back within the hour was never told', () => {
    const book = given([100.6, [crossing()]], [100.7, [crossing(at(100, 20))]]);
    expect(told(book.judge(101, [crossing(at(100, 30))]))).toEqual(['ADJUSTED flag-1']);
  });

  it('is told when it becomes or ceases to be that of the entry into force', () => {
    const book = given([101, [crossing(at(100, 0))]]);
    expect(told(book.judge(102, [crossing({ ...at(100, 0), atEntryIntoForce: true })]))).toEqual(['MOVED flag-1']);
  });

  it('not at all, with other totals, is kept alone', () => {
    const book = given([101, [crossing()]]);
    expect(told(book.judge(102, [crossing({ totals: { lower: 1n, expected: 2n, upper: 4n } })]))).toEqual(['ADJUSTED flag-1']);
    expect(book.open[0]!.place.totals?.upper).toBe(4n);
  });
});

describe('a projection', () => {
  const projected = crossing({ tier: 'PROJECTED', ...at(240, 0) });

  it('is confirmed by the crossing on expected, with the lead time', () => {
    const book = given([100, [projected]], [100, [projected, crossing({ tier: 'POSSIBLE' })]]);
    const changes = book.judge(231, [crossing({ tier: 'POSSIBLE' }), crossing(at(230, 30))]);
    expect(told(changes)).toEqual(['RAISED flag-3', 'CONFIRMED flag-1']);
    expect(changes[1]).toMatchObject({ by: 'flag-3', leadTimeMs: 130.5 * HOUR });
    expect(book.flags[0]!.status).toBe('CONFIRMED');
  });

  it('that came true is over: the next is no return of it', () => {
    const book = given([100, [projected]], [231, [crossing(at(230, 30))]], [232, []]);
    expect(book.judge(233, [projected])).toEqual([{ type: 'RAISED', flag: 'flag-3', standing: projected, previous: undefined }]);
  });

  it('is not confirmed by another rule, tier or version, nor by the crossing of a window that was there before', () => {
    const first = crossing({ n: 1, ...at(10, 0) });
    const book = given([20, [first]], [100, [first, projected]]);
    expect(told(book.judge(110, [first, projected, crossing({ rule: 'us' }), crossing({ tier: 'CERTAIN' })]))).toEqual([
      'RAISED flag-3',
      'RAISED flag-4',
    ]);
    expect(told(book.judge(120, [first]))).toContain('WITHDRAWN flag-2');
  });

  it('is confirmed though the judgement looked at crossings alone', () => {
    const book = given([100, [projected]]);
    expect(told(book.judge(231, [crossing(at(230, 30))], { isJudged: ({ tier }) => tier !== 'PROJECTED' }))).toContain('CONFIRMED flag-1');
  });

  it('told of after the fact has a lead below zero', () => {
    expect(given([100, [projected]]).judge(101, [crossing(at(90, 0))])[1]).toMatchObject({ type: 'CONFIRMED', leadTimeMs: -10 * HOUR });
  });
});

describe('a new version of a rule', () => {
  it('supersedes the flags of the old one where it says the same', () => {
    const book = given([101, [crossing()]], [101, [crossing(), crossing({ tier: 'CERTAIN' })]]);
    const changes = book.judge(102, [crossing({ ruleVersion: 2 })], { causes: ['RULE'] });
    expect(changes).toMatchObject([
      { type: 'RAISED', flag: 'flag-3' },
      { type: 'SUPERSEDED', flag: 'flag-1', by: 'flag-3', ruleVersion: 2 },
      { type: 'WITHDRAWN', flag: 'flag-2', causes: ['RULE'] },
    ]);
  });

  it('that is given up again lets the old one come back as a new flag', () => {
    const book = given([101, [crossing()]], [102, [crossing({ ruleVersion: 2 })]]);
    expect(book.judge(103, [crossing()], { causes: ['RULE'] })).toMatchObject([
      { type: 'RAISED', flag: 'flag-3', previous: 'flag-1' },
      { type: 'WITHDRAWN', flag: 'flag-2', causes: ['RULE'] },
    ]);
  });

  it('that stood beside it before does so too, but not one that goes itself', () => {
    const book = given([101, [crossing(), crossing({ ruleVersion: 2 }), crossing({ ruleVersion: 3 })]]);
    expect(book.judge(102, [crossing({ ruleVersion: 2 })])).toMatchObject([
      { type: 'SUPERSEDED', flag: 'flag-1', by: 'flag-2', ruleVersion: 2 },
      { type: 'WITHDRAWN', flag: 'flag-3' },
    ]);
  });
});

describe('what would hide or double a flag', () => {
  it('throws: two of one matter, several scopes, a change of what has ended or is not there', () => {
    const book = given([101, [crossing()]]);
    expect(() => book.judge(102, [crossing(), crossing(at(3, 0))])).toThrow('two of one matter');
    expect(() => book.judge(102, [crossing({ scope: { kind: 'party', id: 'p2' } })])).toThrow('one scope');
    const withdrawn: FlagChange = { type: 'WITHDRAWN', flag: 'flag-1', causes: ['USAGE'] };
    expect(() => evolveFlags(book.flags, [withdrawn, withdrawn], 0)).toThrow('has ended');
    expect(() => evolveFlags([], [withdrawn], 0)).toThrow('not there');
    expect(() => evolveFlags(book.flags, [{ type: 'RAISED', flag: 'flag-1', standing: crossing() }], 0)).toThrow('is there');
  });
});

describe('a wider flag', () => {
  it('covers the open flags of scopes inside it by the same rule and tier', () => {
    const group: Scope = { kind: 'group', id: 'p1', controlRule: 'control' };
    const inside: Scope[] = [PARTY, { kind: 'customer', id: 'c1' }, { kind: 'account', provider: 'a', id: '1' }];
    const others = [...inside, group, { kind: 'party', id: 'stranger' } as const].flatMap((scope) => {
      const book = given([
        101,
        [crossing({ scope }), crossing({ scope, tier: 'POSSIBLE' }), crossing({ scope, rule: 'us', tier: 'CERTAIN' })],
      ]);
      return book.flags.map((flag) => ({ ...flag, id: `${scope.kind} ${scope.id} ${flag.rule} ${flag.tier}` }));
    });
    const ended = others.map((flag) => ({ ...flag, id: `ended ${flag.id}`, status: 'WITHDRAWN' as const }));
    expect(coveredFlags(crossing({ scope: group }), new Set([...inside, group].map(scopeKey)), [...others, ...ended])).toEqual([
      'account 1 eu PROBABLE',
      'customer c1 eu PROBABLE',
      'party p1 eu PROBABLE',
    ]);
  });
});

const anyStanding = fc
  .record({
    rule: fc.constantFrom('eu', 'us'),
    ruleVersion: fc.integer({ min: 1, max: 2 }),
    tier: fc.constantFrom('POSSIBLE' as const, 'PROBABLE' as const, 'PROJECTED' as const),
    n: fc.integer({ min: 1, max: 2 }),
    moment: fc.record({ hour: fc.integer({ min: 98, max: 102 }), minute: fc.integer({ min: 0, max: 2 }) }),
    total: fc.bigInt(0n, 2n),
  })
  .map(({ total, ...change }) => crossing({ ...change, totals: { lower: total, expected: total, upper: total } }));
const judgements = fc.array(fc.uniqueArray(anyStanding, { selector: standingKey, maxLength: 8 }), { maxLength: 12 });

describe('every history of judgements', () => {
  it('leaves exactly what stands open, at its exact place, each under one id, and says nothing twice', () => {
    fc.assert(
      fc.property(judgements, (history) => {
        const book = new Book();
        history.forEach((standings, i) => {
          const changes = book.judge(98 + i / 2, standings);
          const confirmed = new Set(changes.filter(({ type }) => type === 'CONFIRMED').map(({ flag }) => flag));
          const matters = book.flags.filter(({ id }) => confirmed.has(id)).map(flagKey);
          const standing = standings.filter((one) => !matters.includes(standingKey(one)));
          expect(new Map(book.open.map((flag) => [flagKey(flag), flag.place.moment]))).toEqual(
            new Map(standing.map((one) => [standingKey(one), one.moment])),
          );
          for (const flag of book.open)
            expect(flag.place.totals).toEqual(standings.find((one) => standingKey(one) === flagKey(flag))!.totals);
          expect(new Set(book.flags.map(({ id }) => id)).size).toBe(book.flags.length);
          if (confirmed.size === 0) expect(book.judge(98 + i / 2, standings)).toEqual([]);
        });
      }),
      { numRuns: 300 },
    );
  });
});
