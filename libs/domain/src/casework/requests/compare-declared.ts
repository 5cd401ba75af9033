import type { Instant } from '../case-vocabulary.js';
import type { DeclaredCompute } from './declaration-content.js';
import { type DeclaredPeriod, liesIn, periodsOf, type UsageWindow } from './declared-windows.js';
import {
  type DeclaredTenths,
  declaredText,
  FIGURE_TOLERANCE_PERCENT,
  type Fit,
  type FlopInterval,
  fitOf,
  observedText,
  sumOf,
  tenthsOf,
} from './flop-interval.js';
import { notDeclared, type ObservedShare } from './not-declared.js';
import { plain } from './plain-name.js';

/** What the ledger counted for the case's subject in one of the windows of the declaration. */
export interface ObservedWindow extends UsageWindow, FlopInterval {
  shares: readonly ObservedShare[];
}

export interface Observation {
  /** Of all windows of the declaration: `windowsOf`. */
  windows: readonly ObservedWindow[];
  /** What is counted later is not in it. */
  knownAt: Instant;
  /** Site by compute cluster; undefined: not known here. */
  siteOf?: ReadonlyMap<string, string> | undefined;
}

export type Verdict = Fit | 'NOT_COMPARABLE';
/**
 * NOT_OBSERVED: the monitor did not answer. NOT_OVER: the period goes on, and nothing yet is above. OVERLAPS: other lines share the time, and
 * use cannot be told apart by site.
 */
export type NotComparable = 'NOT_OBSERVED' | 'NOT_OVER' | 'OVERLAPS';

type FlopText = ReturnType<typeof observedText>;

export interface ComparedLine {
  line: number;
  verdict: Verdict;
  why?: NotComparable | undefined;
  declared: FlopText;
  observed?: FlopText | undefined;
}

export interface ComparedPeriod {
  status: DeclaredPeriod['status'];
  from: Instant;
  to: Instant;
  lines: readonly number[];
  verdict: Verdict;
  why?: NotComparable | undefined;
  declared: FlopText;
  observed?: FlopText | undefined;
}

/** What was declared beside what was observed: a figure for people to look into, and a finding about nobody. */
export function compareDeclared(lines: readonly DeclaredCompute[], observation: Observation | undefined) {
  const periods = periodsOf(lines).map((period) => comparePeriod(lines, period, observation));
  return {
    tolerancePercent: FIGURE_TOLERANCE_PERCENT,
    periods,
    lines: lines.map((_, line) => compareLine(lines, line, periods, observation)),
    ...(observation === undefined ? {} : { observed: observedText(sumOf(observation.windows)), outside: outsideOf(lines, observation) }),
    ...notDeclared(lines, observation),
  };
}
export type DeclarationComparison = ReturnType<typeof compareDeclared>;

function comparePeriod(lines: readonly DeclaredCompute[], period: DeclaredPeriod, observation: Observation | undefined): ComparedPeriod {
  const declared = sumOf(period.lines.map((line) => tenthsOf(lines[line]!.flop)));
  return { ...period, ...compared(declared, period.to, observation, (window) => liesIn(window, period) && window) };
}

function compareLine(
  lines: readonly DeclaredCompute[],
  place: number,
  periods: readonly ComparedPeriod[],
  observation: Observation | undefined,
): ComparedLine {
  const line = lines[place]!;
  const declared = tenthsOf(line.flop);
  const period = periods.find((one) => one.lines.includes(place))!;
  if (observation !== undefined && period.lines.length > 1 && !isApartBySite(lines, place, period, observation))
    return { line: place, verdict: 'NOT_COMPARABLE', why: 'OVERLAPS', declared: declaredText(declared) };
  const ofSite = period.lines.length === 1 ? undefined : line.site;
  return {
    line: place,
    ...compared(declared, line.to, observation, (window) => liesIn(window, line) && atSite(window, ofSite, observation!)),
  };
}

function compared(
  declared: DeclaredTenths,
  to: Instant,
  observation: Observation | undefined,
  within: (window: ObservedWindow) => FlopInterval | false,
): Omit<ComparedLine, 'line'> {
  if (observation === undefined) return { verdict: 'NOT_COMPARABLE', why: 'NOT_OBSERVED', declared: declaredText(declared) };
  const observed = sumOf(observation.windows.map(within).filter((part) => part !== false));
  const fit = fitOf(declared, observed);
  const texts = { declared: declaredText(declared), observed: observedText(observed) };
  // What is above already will not fall; what is below or fits may still change while the period goes on.
  if (fit !== 'ABOVE_DECLARED' && to > observation.knownAt) return { verdict: 'NOT_COMPARABLE', why: 'NOT_OVER', ...texts };
  return { verdict: fit, ...texts };
}

/** The line has its site to itself among those that share its time, and for all that was used meanwhile the site is known. */
function isApartBySite(
  lines: readonly DeclaredCompute[],
  place: number,
  period: ComparedPeriod,
  { windows, siteOf }: Observation,
): boolean {
  const line = lines[place]!;
  const others = period.lines.filter((other) => other !== place).map((other) => lines[other]!);
  if (siteOf === undefined || others.some(({ site, from, to }) => plain(site) === plain(line.site) && from < line.to && line.from < to))
    return false;
  return windows.filter((window) => liesIn(window, line)).every(({ shares }) => shares.every(({ cluster }) => siteOf.has(cluster)));
}

const atSite = (window: ObservedWindow, site: string | undefined, { siteOf }: Observation): FlopInterval =>
  site === undefined ? window : sumOf(window.shares.filter(({ cluster }) => plain(siteOf?.get(cluster) ?? '') === plain(site)));

/** Use at times that nothing was declared for. */
function outsideOf(lines: readonly DeclaredCompute[], { windows }: Observation) {
  return windows
    .filter((window) => window.upper > 0n && !lines.some((line) => liesIn(window, line)))
    .map(({ from, to, ...observed }) => ({
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...observedText(observed),
    }));
}
