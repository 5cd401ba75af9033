import { flopText, percentText } from './flop-text.js';
import { say, sayAll } from './report.js';
import type { SplitScenario, UnfedScenario } from './splits-data.js';
import type { Detection, NumberDetection, SplitFigures } from './splits-detection.js';
import { FORM_TITLES, FORM_WORDS } from './splits-forms.js';
import type { Hiding } from './splits-hiding.js';
import { type TextColumn, textTable } from './text-table.js';

export interface SplitRow {
  readonly scenario: SplitScenario;
  readonly figures: SplitFigures;
}

const at = (title: string, text: (row: SplitRow) => string, right = false): TextColumn<SplitRow> => ({ title, text, right });

const SCENARIO: TextColumn<SplitRow>[] = [
  at('nodes', ({ scenario }) => String(scenario.nodes), true),
  at('raw FLOP', ({ scenario }) => flopText(scenario.rawFlop), true),
];

export function sayReadings(): void {
  say(
    'Fed without any utilisation: expected is by the prior of 0.35, upper by the widest format at full peak. The truth is the raw FLOP that the table states,',
  );
  say(
    'done evenly over the days. Days are those of the run, from 1. First: when the run as a whole is flagged, where something ties the nodes.',
  );
}

/** When the run as a whole is flagged: a row for each number that it passes. */
export function sayWhole(rows: readonly SplitRow[]): void {
  const lines = rows.flatMap((row) => row.figures.numbers.map((number) => ({ row, number })));
  type Line = (typeof lines)[number];
  const of = ({ text, ...column }: TextColumn<SplitRow>): TextColumn<Line> => ({ ...column, text: ({ row }) => text(row) });
  const cell = (title: string, text: (number: NumberDetection) => string): TextColumn<Line> => ({
    title,
    text: ({ number }) => text(number),
    right: true,
  });
  say();
  sayAll(
    textTable(lines, [
      ...SCENARIO.map(of),
      cell('number', ({ number }) => number),
      cell('possible', ({ tiers }) => dayText(tiers.POSSIBLE)),
      cell('projected', ({ projected }) => (projected ? `day ${projected.day}` : '-')),
      cell('days before', ({ projected }) => String(projected?.leadDays ?? '-')),
      cell('probable', ({ tiers }) => dayText(tiers.PROBABLE)),
      cell('of the run done', ({ tiers }) => (tiers.PROBABLE ? `${Math.round(tiers.PROBABLE.shareDone * 100)} %` : '-')),
      cell('beyond the number', ({ tiers }) => (tiers.PROBABLE ? percentText(tiers.PROBABLE.overshoot) : '-')),
      cell('certain', ({ tiers }) => dayText(tiers.CERTAIN)),
    ]),
  );
}

const dayText = (detection: Detection | undefined): string => (detection ? `day ${detection.day}` : '-');

/** Which scope holds the run, at the highest number that it passes, in each form. */
export function sayForms(scenarios: readonly (readonly SplitRow[])[]): void {
  const forms = scenarios[0]?.map(({ figures }) => figures.form) ?? [];
  say();
  say('Which scope shows it, by what ties the nodes, at the highest number that the run passes (PROBABLE, else POSSIBLE):');
  sayAll(
    textTable(scenarios, [
      { title: 'nodes', text: ([row]) => String(row!.scenario.nodes), right: true },
      { title: 'number', text: ([row]) => row!.figures.numbers.at(-1)?.number ?? '-', right: true },
      ...forms.map((form, place) => ({ title: FORM_TITLES[form], text: (rows: readonly SplitRow[]) => formText(rows[place]!.figures) })),
    ]),
  );
}

function formText({ scope, numbers, why }: SplitFigures): string {
  if (numbers.length === 0) return 'no number';
  const tiers = numbers.at(-1)?.tiers;
  const found = tiers?.PROBABLE ?? tiers?.POSSIBLE;
  if (found === undefined) return why === undefined ? '-' : 'not observable';
  const told = found.knownDay > found.day ? `, told ${found.knownDay}` : '';
  return `${scope} ${found.day}${told}${tiers?.PROBABLE ? '' : ', possible'}`;
}

/** What one node raises by itself, and how many accounts of strangers it takes to stay below the first band. */
export function sayNodes(rows: readonly (SplitRow & { readonly hiding: Hiding })[]): void {
  say();
  say(
    'What the account of one node raises where nobody is tied to it, and how thin the run must be spread for nobody to be asked anything:',
  );
  const accelerators = ({ scenario }: SplitRow) => scenario.nodes * scenario.acceleratorsPerNode;
  sayAll(
    textTable(rows, [
      at('nodes', ({ scenario }) => String(scenario.nodes), true),
      at('accelerators', (row) => accelerators(row).toLocaleString('en-US'), true),
      at('op/s', (row) => (accelerators(row) * (row.scenario.entry.peaksGflops.BF16 ?? 0) * 1e9).toExponential(1).replace('+', ''), true),
      at('one node', ({ figures }) => (figures.node ? flopText(figures.node.expected) : '-'), true),
      at('asked who it is', ({ figures: { node } }) => (node?.asked ? `day ${node.asked.day}, band ${node.asked.band}` : 'never')),
      at(
        'crosses by itself',
        ({ figures: { node } }) => node?.crossings.map(({ number, day }) => `${number} on day ${day}`).join(', ') || 'nothing',
      ),
      { title: 'accounts needed to hide', text: ({ hiding }) => `${hiding.accounts.toLocaleString('en-US')}, each below ${hiding.band}` },
    ]),
  );
}

export function sayUnfedScenarios(notFed: readonly UnfedScenario[]): void {
  for (const { name, reason } of notFed) say(`Not fed: ${name}: ${reason}`);
}

export interface FormSummary {
  readonly form: string;
  readonly words: string;
  /** Scenarios in which every number that the run passes is flagged for the run as a whole. */
  readonly caught: number;
  /** Of those: at the highest number by the expected total, and not only by the upper. */
  readonly probable: number;
  readonly of: number;
  readonly why: string | null;
}

/** Of the runs that pass any number. */
export function summaryOfSplits(all: readonly SplitRow[]): FormSummary[] {
  const rows = all.filter(({ figures }) => figures.numbers.length > 0);
  return [...Map.groupBy(rows, ({ figures }) => figures.form)].map(([form, own]) => ({
    form,
    words: FORM_WORDS[form],
    caught: own.filter(({ figures }) => figures.isCaught).length,
    probable: own.filter(({ figures }) => figures.numbers.at(-1)?.tiers.PROBABLE !== undefined).length,
    of: own.length,
    why: own.find(({ figures }) => figures.why !== undefined)?.figures.why ?? null,
  }));
}

/** What `--json` holds of a scenario. FLOP are decimal strings. */
export function scenarioJson(rows: readonly SplitRow[], { accounts, band }: { accounts: number; band: string }): unknown {
  const { entry, ...scenario } = rows[0]!.scenario;
  return { ...scenario, model: entry.model, accountsToStayBelow: { band, accounts }, forms: rows.map(({ figures }) => figures) };
}
