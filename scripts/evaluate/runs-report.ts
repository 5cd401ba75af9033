import { flopText, percentText } from './flop-text.js';
import { momentMs } from './number-flags.js';
import { say, sayAll } from './report.js';
import type { UnfedRun } from './runs-data.js';
import type { NumberFlags, RunFigures } from './runs-figures.js';
import type { NumberSummary, RunsSummary } from './runs-summary.js';
import { type TextColumn, textTable } from './text-table.js';

const yesNo = (holds: boolean): string => (holds ? 'yes' : 'NO');

export function sayRuns(all: readonly RunFigures[]): void {
  const columns: TextColumn<RunFigures>[] = [
    { title: 'run', text: ({ run }) => run.name, widthMax: 24 },
    { title: 'hardware', text: ({ run }) => run.hardware.map(({ entry }) => entry.model).join(' + '), widthMax: 20 },
    { title: 'published', text: ({ run }) => flopText(run.published), right: true },
    { title: 'lower', text: ({ lower }) => flopText(lower), right: true },
    { title: 'expected', text: ({ expected }) => flopText(expected), right: true },
    { title: 'upper', text: ({ upper }) => flopText(upper), right: true },
    { title: 'ratio', text: ({ ratio }) => ratioText(ratio), right: true },
    { title: 'told', text: ({ ratioTold }) => (ratioTold === undefined ? '' : ratioText(ratioTold)), right: true },
    { title: 'possible', text: ({ isPossible }) => yesNo(isPossible) },
    { title: 'within', text: ({ isWithinBounds }) => yesNo(isWithinBounds) },
    ...(all[0]?.flags ?? []).map(({ number }, at) => ({
      title: `at ${number}`,
      text: ({ flags }: RunFigures) => flagText(flags[at]!),
    })),
  ];
  say();
  sayAll(textTable(all, columns));
  say();
  say(
    'ratio: expected from chips and hours alone / published. told: the same with the utilisation that the table tells. possible: the chip-hours can',
  );
  say(
    'have produced it; else it includes what was computed before. at a number: the tiers flagged, and how far beyond the number the published FLOP was',
  );
  say('when expected crossed; "short" where the published FLOP never reaches it; "missed" where it does and expected does not.');
}

export const ratioText = (ratio: number): string =>
  ratio < 99.95 && ratio >= 0.01 ? ratio.toFixed(2) : ratio.toExponential(0).replace('+', '');

function flagText({ isPassed, moments, overshoot }: NumberFlags): string {
  if (moments.PROBABLE !== undefined) return overshoot === undefined ? 'probable, short' : `probable ${percentText(overshoot)}`;
  if (isPassed) return moments.POSSIBLE === undefined ? 'MISSED' : 'possible, missed';
  return moments.POSSIBLE === undefined ? '' : 'possible';
}

export function sayUnfed(notFed: readonly UnfedRun[]): void {
  if (notFed.length === 0) return;
  say();
  say(`Not fed: ${notFed.length}`);
  for (const { name, reason } of notFed) say(`  ${name}: ${reason}`);
}

export function saySummary(summary: RunsSummary): void {
  const { fed, possible, withinBounds, large, largeWithinTwice, withinTwice, from1e23, from1e23WithinTwice, told, toldWithinHalf } =
    summary;
  say();
  say(
    `${fed} runs fed, ${summary.taught} of them with the table's own peak, since the published catalogue does not know their accelerators.`,
  );
  say(`The chip-hours of ${possible} can have produced what was published. Of those:`);
  say(`  published between lower and upper: ${shareText(withinBounds)}`);
  say(
    `  expected within twice the published, from 1e22 on: ${largeWithinTwice} of ${large} (${shareText(withinTwice)}); from 1e23 on: ${from1e23WithinTwice} of ${from1e23}`,
  );
  say(
    `  with the utilisation told, within 0.67 to 1.5 times the published: ${shareText(toldWithinHalf)} of ${told}; median ratio without it: ${summary.medianRatio?.toFixed(2) ?? '-'}`,
  );
  say(
    `  had the provider measured it: within the bounds ${shareText(summary.measuredWithinBounds)}, which are then ${spreadText(summary)} times the published (medians)`,
  );
  say();
  sayAll(textTable(summary.byNumber, NUMBER_COLUMNS));
}

const shareText = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`);
const percentOr = (share: number | null): string => (share === null ? '-' : percentText(share));

const spreadText = ({ measuredMedianSpread: { lower, upper } }: RunsSummary): string =>
  `${lower?.toFixed(2) ?? '-'} to ${upper?.toFixed(2) ?? '-'}`;

const NUMBER_COLUMNS: TextColumn<NumberSummary>[] = [
  { title: 'number', text: ({ number }) => number },
  { title: 'passed it', text: ({ passed }) => String(passed), right: true },
  { title: 'POSSIBLE', text: ({ possible }) => String(possible), right: true },
  { title: 'PROBABLE', text: ({ probable }) => String(probable), right: true },
  { title: 'within 30 %', text: ({ nearly }) => String(nearly), right: true },
  { title: 'earliest', text: ({ smallestOvershoot }) => percentOr(smallestOvershoot), right: true },
  { title: 'median', text: ({ medianOvershoot }) => percentOr(medianOvershoot), right: true },
  { title: 'latest', text: ({ largestOvershoot }) => percentOr(largestOvershoot), right: true },
  { title: 'measured: CERTAIN', text: ({ measured, measuredCertain }) => `${measuredCertain} of ${measured}`, right: true },
  { title: 'did not: PROBABLE', text: ({ probableUnpassed }) => String(probableUnpassed), right: true },
  { title: 'POSSIBLE', text: ({ possibleUnpassed }) => String(possibleUnpassed), right: true },
  { title: 'measured: CERTAIN', text: ({ measuredCertainUnpassed }) => String(measuredCertainUnpassed), right: true },
];

/** What `--json` holds of a run. FLOP are decimal strings, moments are times as if the run had begun on 2027-01-04. */
export function runJson({ run, flags, ...figures }: RunFigures): unknown {
  const { name, published, ceiling, hardware, durationMs, notes } = run;
  return {
    name,
    published,
    ceiling,
    hardware: hardware.map(({ entry, count }) => ({ model: entry.model, count })),
    hours: durationMs / 3_600_000,
    ...figures,
    ratioTold: figures.ratioTold ?? null,
    measured: figures.measured ?? null,
    flags: flags.map(({ moments, overshoot = null, shareDone = null, ...flag }) => ({
      ...flag,
      tiers: Object.fromEntries(Object.entries(moments).map(([tier, moment]) => [tier, new Date(momentMs(moment)).toISOString()])),
      overshoot,
      shareDone,
    })),
    notes,
  };
}
