import { flopText, percentText } from './flop-text.js';
import { say, sayAll } from './report.js';
import type { SplitScenario, UnfedScenario } from './splits-data.js';
import type { Detection, NumberDetection, SplitFigures } from './splits-detection.js';
import { FORM_WORDS } from './splits-forms.js';
import { type TextColumn, textTable } from './text-table.js';

export interface SplitRow {
  readonly scenario: SplitScenario;
  readonly figures: SplitFigures;
}

const COLUMNS: TextColumn<SplitRow>[] = [
  { title: 'nodes', text: ({ scenario }) => String(scenario.nodes), right: true },
  { title: 'raw FLOP', text: ({ scenario }) => flopText(scenario.rawFlop), right: true },
  { title: 'as', text: ({ figures }) => FORM_WORDS[figures.form] },
  { title: 'scope', text: ({ figures }) => figures.scope ?? '-' },
  { title: 'number', text: ({ figures }) => highest(figures)?.number ?? '-' },
  { title: 'possible', text: ({ figures }) => detectionText(highest(figures)?.tiers.POSSIBLE), right: true },
  { title: 'projected', text: ({ figures }) => projectedText(highest(figures)), right: true },
  { title: 'probable', text: ({ figures }) => detectionText(highest(figures)?.tiers.PROBABLE), right: true },
  { title: 'done', text: ({ figures }) => doneText(highest(figures)?.tiers.PROBABLE), right: true },
  { title: 'each node', text: ({ figures }) => nodeText(figures) },
];

const highest = ({ numbers }: SplitFigures): NumberDetection | undefined => numbers.at(-1);

function detectionText(detection: Detection | undefined): string {
  if (detection === undefined) return '-';
  const { day, knownDay, overshoot } = detection;
  return `day ${day}${knownDay > day ? ` (told ${knownDay})` : ''} ${percentText(overshoot)}`;
}

const doneText = (detection: Detection | undefined): string =>
  detection === undefined ? '-' : `${Math.round(detection.shareDone * 100)} %`;

function projectedText(number: NumberDetection | undefined): string {
  if (number?.projected === undefined) return '-';
  const { day, leadDays } = number.projected;
  return `day ${day}${leadDays === undefined ? '' : ` (${leadDays} d)`}`;
}

function nodeText({ node, form }: SplitFigures): string {
  if (node === undefined) return 'not seen';
  if (form === 'ONE_ACCOUNT') return '';
  const asked = node.asked ? [`band ${node.asked.band} day ${node.asked.day}`] : [];
  return [...asked, ...node.crossings.map(({ number, day }) => `${number} day ${day}`)].join(', ') || 'nothing';
}

export function saySplits(rows: readonly SplitRow[]): void {
  say();
  sayAll(textTable(rows, COLUMNS));
  say();
  say(
    'Days of the run, from 1, and how far the FLOP executed were beyond the number by then (below zero: short of it), at the highest number that the run',
  );
  say(
    'passes. projected: raised on that day, in brackets the days before the expected total crossed. done: of the run, when it was PROBABLE. each node: what',
  );
  say(
    "one node's account raises by itself: the band at which it is asked who is behind it (an account without a customer; else a customer that is only",
  );
  say('identified), and numbers crossed. Nobody tells a utilisation: expected is by the prior of 0.35.');
}

export function sayUnfedScenarios(notFed: readonly UnfedScenario[]): void {
  for (const { name, reason } of notFed) say(`Not fed: ${name}: ${reason}`);
}

/** How many strangers' accounts it takes to stay below the first band, in each scenario. */
export function sayHiding(rows: readonly { readonly scenario: SplitScenario; readonly band: string; readonly accounts: number }[]): void {
  say();
  sayAll(
    textTable(rows, [
      { title: 'nodes', text: ({ scenario }) => String(scenario.nodes), right: true },
      { title: 'accelerators', text: ({ scenario }) => String(scenario.nodes * scenario.acceleratorsPerNode), right: true },
      {
        title: 'accounts of strangers needed to stay below the first band',
        text: ({ accounts, band }) => `${accounts.toLocaleString('en-US')} (each below ${band})`,
      },
    ]),
  );
}

export interface FormSummary {
  readonly form: string;
  readonly words: string;
  /** Scenarios in which every number that the run passes is flagged for the run as a whole. */
  readonly caught: number;
  readonly of: number;
  readonly why: string | null;
}

export function summaryOfSplits(rows: readonly SplitRow[]): FormSummary[] {
  return [...Map.groupBy(rows, ({ figures }) => figures.form)].map(([form, own]) => ({
    form,
    words: FORM_WORDS[form],
    caught: own.filter(({ figures }) => figures.isCaught).length,
    of: own.length,
    why: own.find(({ figures }) => figures.why !== undefined)?.figures.why ?? null,
  }));
}

/** What `--json` holds of a scenario. FLOP are decimal strings. */
export function scenarioJson(rows: readonly SplitRow[], { accounts, band }: { accounts: number; band: string }): unknown {
  const { entry, ...scenario } = rows[0]!.scenario;
  return { ...scenario, model: entry.model, accountsToStayBelow: { band, accounts }, forms: rows.map(({ figures }) => figures) };
}
