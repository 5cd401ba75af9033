import fc from 'fast-check';
import { compareDeclared, type Observation, type ObservedWindow } from './compare-declared.js';
import type { DeclaredCompute } from './declaration-content.js';
import { liesIn, periodsOf, windowsOf } from './declared-windows.js';
import { type FlopInterval, fitOf, sumOf, tenthsOf } from './flop-interval.js';

const HOUR = 3_600_000;
const line = (from: number, to: number, more: Partial<DeclaredCompute> = {}): DeclaredCompute => ({
  status: 'USED',
  site: 'Luleå',
  accelerator: 'H100-SXM',
  from,
  to,
  flop: { lower: '90', expected: '100', upper: '110' },
  ...more,
});
const flop = (lower: bigint, expected = lower, upper = expected): FlopInterval => ({ lower, expected, upper });
/** The windows of the lines, each with what `usedIn` says was used in it. */
const observed = (
  lines: readonly DeclaredCompute[],
  usedIn: (window: { from?: number; to?: number }) => FlopInterval,
  more: Partial<Observation> = {},
): Observation => ({
  windows: windowsOf(lines).map(
    (window): ObservedWindow => ({
      ...window,
      ...usedIn(window as { from?: number }),
      shares: [{ cluster: 'north/c-1', accelerator: 'h100 sxm', ...usedIn(window as { from?: number }) }],
    }),
  ),
  knownAt: 1_000_000,
  ...more,
});
const startsAt = (at: number, amount: FlopInterval) => (window: { from?: number }) => (window.from === at ? amount : flop(0n));

describe('one declared line beside what was observed', () => {
  const lines = [line(10, 20)];
  const verdictOf = (amount: FlopInterval) => compareDeclared(lines, observed(lines, startsAt(10, amount))).lines[0]!.verdict;

  it.each([
    ['FITS', flop(100n)],
    ['FITS', flop(50n, 60n, 90n)],
    ['FITS', flop(110n, 200n, 300n)],
    ['ABOVE_DECLARED', flop(111n, 200n, 300n)],
    ['BELOW_DECLARED', flop(50n, 60n, 89n)],
  ] as const)('%s', (verdict, amount) => expect(verdictOf(amount)).toBe(verdict));

  it('takes one figure as an estimate that may be thirty hundredths off, and not a FLOP more', () => {
    const figure = tenthsOf({ figure: '1' });
    expect([figure.lower, figure.upper]).toEqual([7n, 13n]);
    expect([fitOf(tenthsOf({ figure: '10' }), flop(13n)), fitOf(tenthsOf({ figure: '10' }), flop(14n))]).toEqual([
      'FITS',
      'ABOVE_DECLARED',
    ]);
    expect([fitOf(tenthsOf({ figure: '10' }), flop(7n)), fitOf(tenthsOf({ figure: '10' }), flop(6n))]).toEqual(['FITS', 'BELOW_DECLARED']);
  });

  it('is not below while its time is not over, and above as soon as it is', () => {
    const open = (amount: FlopInterval) => compareDeclared(lines, observed(lines, startsAt(10, amount), { knownAt: 15 })).lines[0];
    expect(open(flop(1n))).toMatchObject({ verdict: 'NOT_COMPARABLE', why: 'NOT_OVER' });
    expect(open(flop(111n))).toMatchObject({ verdict: 'ABOVE_DECLARED' });
  });

  it('is not comparable when nothing was observed, which is not nothing', () => {
    const compared = compareDeclared(lines, undefined);
    expect(compared.lines).toMatchObject([{ verdict: 'NOT_COMPARABLE', why: 'NOT_OBSERVED' }]);
    expect(compared.lines[0]).not.toHaveProperty('observed');
    expect(compared).not.toHaveProperty('outside');
    expect(compared.undeclaredSites).toMatchObject({ compared: false });
  });
});

describe('what no line speaks of', () => {
  it('is use before, between and after the declared dates', () => {
    const lines = [line(10, 20), line(30, 40)];
    const { outside } = compareDeclared(
      lines,
      observed(lines, () => flop(1n)),
    );
    expect(outside).toMatchObject([{ to: 10 }, { from: 20, to: 30 }, { from: 40 }]);
    expect(
      compareDeclared(
        lines,
        observed(lines, (window) => (window.from === 20 ? flop(0n) : flop(1n))),
      ).outside,
    ).toHaveLength(2);
  });

  it('is all use when nothing was declared', () =>
    expect(
      compareDeclared(
        [],
        observed([], () => flop(5n)),
      ),
    ).toMatchObject({ lines: [], outside: [{ upper: '5' }] }));

  it('is an accelerator, whatever way it is written, and never where a line names none', () => {
    const lines = [line(10, 20)];
    const of = (declared: DeclaredCompute[]) =>
      compareDeclared(
        declared,
        observed(declared, () => flop(1n)),
      ).undeclaredAccelerators;
    expect(of(lines)).toEqual({ compared: true, items: [] });
    expect(of([line(10, 20, { accelerator: 'A100' })])).toMatchObject({ compared: true, items: [{ name: 'h100 sxm', lower: '3' }] });
    expect(of([...lines, line(30, 40, { accelerator: undefined })])).toMatchObject({ compared: false });
  });

  it('is a site where those are known, and says so where they are not', () => {
    const lines = [line(10, 20)];
    const of = (siteOf?: ReadonlyMap<string, string>) =>
      compareDeclared(
        lines,
        observed(lines, () => flop(1n), { siteOf }),
      ).undeclaredSites;
    expect(of()).toMatchObject({ compared: false });
    expect(of(new Map())).toMatchObject({ compared: false, why: expect.stringContaining('north/c-1') });
    expect(of(new Map([['north/c-1', 'lulea']]))).toMatchObject({ compared: true, items: [{ name: 'lulea' }] });
    expect(of(new Map([['north/c-1', 'LULEÅ']]))).toEqual({ compared: true, items: [] });
  });
});

describe('lines that share their time', () => {
  it('are not lines of which one begins when the other ends, nor a plan beside what was used', () => {
    expect(periodsOf([line(10, 20), line(20, 30)])).toHaveLength(2);
    expect(periodsOf([line(10, 20), line(15, 30, { status: 'PLANNED' })])).toHaveLength(2);
    expect(periodsOf([line(10, 20), line(19, 30), line(29, 31)])).toMatchObject([{ from: 10, to: 31, lines: [0, 1, 2] }]);
  });

  const lines = [line(10, 20), line(10, 20, { site: 'Oslo' })];
  const windows = (siteOf?: ReadonlyMap<string, string>): Observation => ({
    windows: windowsOf(lines).map((window) => ({
      ...window,
      ...(window.from === 10 ? flop(400n) : flop(0n)),
      shares:
        window.from === 10
          ? [
              { cluster: 'a', accelerator: 'h', ...flop(100n) },
              { cluster: 'b', accelerator: 'h', ...flop(300n) },
            ]
          : [],
    })),
    knownAt: 1_000,
    siteOf,
  });

  it('are compared together, and each alone by its site', () => {
    const sites = new Map([
      ['a', 'Luleå'],
      ['b', 'Oslo'],
    ]);
    const compared = compareDeclared(lines, windows(sites));
    expect(compared.periods).toMatchObject([
      { lines: [0, 1], verdict: 'ABOVE_DECLARED', declared: { upper: '220' }, observed: { lower: '400' } },
    ]);
    expect(compared.lines.map(({ verdict }) => verdict)).toEqual(['FITS', 'ABOVE_DECLARED']);
  });

  it('are told apart by sites as people write them', () => {
    const sites = new Map([
      ['a', 'LULEÅ'],
      ['b', 'Oslo '],
    ]);
    expect(compareDeclared(lines, windows(sites)).lines).toEqual(
      compareDeclared(lines, windows(new Map([...sites].map(([cluster, site]) => [cluster, site === 'LULEÅ' ? 'Luleå' : 'Oslo'])))).lines,
    );
    const twice = [line(10, 20), line(10, 20, { site: 'luleå' })];
    expect(compareDeclared(twice, windows(sites)).lines).toMatchObject([{ why: 'OVERLAPS' }, { why: 'OVERLAPS' }]);
  });

  it('cannot be told apart where a site is not known', () => {
    for (const siteOf of [undefined, new Map([['a', 'Luleå']])])
      expect(compareDeclared(lines, windows(siteOf)).lines).toMatchObject([{ why: 'OVERLAPS' }, { why: 'OVERLAPS' }]);
  });
});

describe('for any declaration', () => {
  const anyLine = fc
    .record({
      from: fc.integer({ min: 0, max: 200 }),
      length: fc.integer({ min: 1, max: 60 }),
      status: fc.constantFrom('USED' as const, 'PLANNED' as const),
      amounts: fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 3, maxLength: 3 }),
      single: fc.boolean(),
    })
    .map(({ from, length, status, amounts, single }): DeclaredCompute => {
      const [low, middle, high] = [...amounts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const amount = single ? { figure: `${middle}` } : { lower: `${low}`, expected: `${middle}`, upper: `${high}` };
      return { status, site: 'Luleå', from: from * HOUR, to: (from + length) * HOUR, flop: amount };
    });
  const someLines = fc.array(anyLine, { maxLength: 12 });
  /** What was used in an hour, from a seed: so that any window's use is the sum of its hours. */
  const usedIn = (seed: number, { from = -5 * HOUR, to = 300 * HOUR }: { from?: number; to?: number }) => {
    const hours = Array.from({ length: Math.max(0, (to - from) / HOUR) }, (_, n) => BigInt((from / HOUR + n + 7) * seed + 1) * 10n ** 28n);
    return sumOf(hours.map((amount) => flop(amount / 2n, amount, amount * 2n)));
  };

  it('the windows lie side by side from the beginning of time to its end, and every line is a run of them', () =>
    fc.assert(
      fc.property(someLines, (lines) => {
        const windows = windowsOf(lines);
        expect([windows[0]!.from, windows.at(-1)!.to]).toEqual([undefined, undefined]);
        for (let n = 1; n < windows.length; n++) expect(windows[n]!.from).toBe(windows[n - 1]!.to);
        for (const one of lines) {
          const within = windows.filter((window) => liesIn(window, one));
          expect([within[0]!.from, within.at(-1)!.to]).toEqual([one.from, one.to]);
        }
      }),
    ));

  it('every line is in one period of its status, and no two of these meet in time', () =>
    fc.assert(
      fc.property(someLines, (lines) => {
        const periods = periodsOf(lines);
        expect(periods.flatMap((period) => period.lines).sort((a, b) => a - b)).toEqual(lines.map((_, place) => place));
        for (const one of periods)
          for (const other of periods)
            if (one !== other && one.status === other.status) expect(one.to <= other.from || other.to <= one.from).toBe(true);
      }),
    ));

  it('the verdict of a line that stands alone is that of exact fractions', () =>
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 1, max: 1_000_000 }), (one, seed) => {
        const used = usedIn(seed, one);
        const compared = compareDeclared([one], { ...observed([one], (window) => usedIn(seed, window)), knownAt: Number.MAX_SAFE_INTEGER });
        const [low, high, scale] =
          'figure' in one.flop
            ? [BigInt(one.flop.figure) * 70n, BigInt(one.flop.figure) * 130n, 100n]
            : [BigInt(one.flop.lower), BigInt(one.flop.upper), 1n];
        const expected = used.lower * scale > high ? 'ABOVE_DECLARED' : used.upper * scale < low ? 'BELOW_DECLARED' : 'FITS';
        expect(compared.lines[0]!.verdict).toBe(expected);
        expect(compared.lines[0]!.observed).toEqual({ lower: `${used.lower}`, expected: `${used.expected}`, upper: `${used.upper}` });
      }),
    ));

  it('what was used inside declared dates and outside them is all that was used', () =>
    fc.assert(
      fc.property(someLines, fc.integer({ min: 1, max: 1_000 }), (lines, seed) => {
        const used = lines.map((one) => ({ ...one, status: 'USED' as const }));
        const {
          periods,
          outside,
          observed: all,
        } = compareDeclared(
          used,
          observed(used, (window) => usedIn(seed, window)),
        );
        const inside = periods.reduce((sum, period) => sum + BigInt(period.observed!.expected), 0n);
        expect(inside + outside!.reduce((sum, { expected }) => sum + BigInt(expected), 0n)).toBe(BigInt(all!.expected));
      }),
    ));

  it('the order of its lines changes nothing', () =>
    fc.assert(
      fc.property(someLines, fc.integer({ min: 1, max: 1_000 }), (lines, seed) => {
        const forth = compareDeclared(
          lines,
          observed(lines, (window) => usedIn(seed, window)),
        );
        const reversed = [...lines].reverse();
        const back = compareDeclared(
          reversed,
          observed(reversed, (window) => usedIn(seed, window)),
        );
        expect([...back.lines].reverse().map(({ line: _, ...one }) => one)).toEqual(forth.lines.map(({ line: _, ...one }) => one));
        expect(back.outside).toEqual(forth.outside);
      }),
    ));

  it('more use is never a better fit from above, and less never from below', () =>
    fc.assert(
      fc.property(anyLine, fc.bigInt({ min: 0n, max: 10n ** 31n }), fc.bigInt({ min: 0n, max: 10n ** 31n }), (one, amount, more) => {
        const declared = tenthsOf(one.flop);
        if (fitOf(declared, flop(amount)) === 'ABOVE_DECLARED') expect(fitOf(declared, flop(amount + more))).toBe('ABOVE_DECLARED');
        if (fitOf(declared, flop(amount + more)) === 'BELOW_DECLARED') expect(fitOf(declared, flop(amount))).toBe('BELOW_DECLARED');
      }),
    ));
});
