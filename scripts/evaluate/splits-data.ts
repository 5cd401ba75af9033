import { type AcceleratorEntry, PUBLISHED_CATALOGUE } from '@tidemark/domain';
import { amountOf, type CsvRow, ppmOf, textOf } from './csv-rows.js';
import { wholeFlop } from './flop-text.js';

/** One way to spread a run over nodes that work together without standing together. */
export interface SplitScenario {
  readonly nodes: number;
  readonly acceleratorsPerNode: number;
  readonly entry: AcceleratorEntry;
  readonly days: number;
  /** What the nodes execute, FLOP: the truth that a flag is compared with. */
  readonly rawFlop: bigint;
  /** What that is worth as one run at one place, where the table says. */
  readonly worthFlop: bigint | undefined;
}

export interface UnfedScenario {
  readonly name: string;
  readonly reason: string;
}

export const SPLIT_COLUMNS = ['nodes', 'gpus_per_node', 'gpu', 'days'] as const;

const DAY_SECONDS = 86_400;
/** A century. */
const DAYS_MAX = 36_525;

export function readScenario(row: CsvRow): SplitScenario | UnfedScenario {
  const name = `${textOf(row, 'nodes') ?? '?'} nodes of ${textOf(row, 'gpus_per_node') ?? '?'} x ${textOf(row, 'gpu') ?? '?'}`;
  const [nodes, acceleratorsPerNode, days] = ['nodes', 'gpus_per_node', 'days'].map((column) => amountOf(row, column));
  if (nodes === undefined || acceleratorsPerNode === undefined) return { name, reason: 'no number of nodes or of accelerators' };
  if (!Number.isInteger(nodes) || !Number.isInteger(acceleratorsPerNode)) return { name, reason: 'a part of a node' };
  if (days === undefined || days > DAYS_MAX) return { name, reason: 'no days, or more than a century' };
  const entry = PUBLISHED_CATALOGUE.resolve(textOf(row, 'gpu') ?? '');
  if (entry === undefined) return { name, reason: 'the catalogue does not know the accelerator: its use would be held' };
  const rawPerNode = amountOf(row, 'raw_flop_per_node') ?? rawOf(row, entry, acceleratorsPerNode * days);
  if (rawPerNode === undefined) return { name, reason: 'neither FLOP per node nor a utilisation' };
  const worth = amountOf(row, 'c_local_flop_published');
  const rawFlop = wholeFlop(rawPerNode * nodes);
  return { nodes, acceleratorsPerNode, entry, days, rawFlop, worthFlop: worth === undefined ? undefined : wholeFlop(worth) };
}

function rawOf(row: CsvRow, { peaksGflops }: AcceleratorEntry, acceleratorDays: number): number | undefined {
  const ppm = ppmOf(textOf(row, 'mfu'));
  if (ppm === undefined || peaksGflops.BF16 === undefined) return undefined;
  return acceleratorDays * DAY_SECONDS * peaksGflops.BF16 * 1e9 * (ppm / 1e6);
}
