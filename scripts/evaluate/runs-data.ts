import { type AcceleratorEntry, NumberFormat, PUBLISHED_CATALOGUE, UtilisationKind } from '@tidemark/domain';
import { amountOf, type CsvRow, ppmOf, textOf } from './csv-rows.js';
import { exactFlop, wholeFlop } from './flop-text.js';

/** One published training run, as far as its use can be fed. */
export interface PublishedRun {
  readonly name: string;
  readonly published: bigint;
  /** Which accelerators, and how many of each: of several names the same number each, since the table does not say more. */
  readonly hardware: readonly { readonly entry: AcceleratorEntry; readonly count: number }[];
  readonly durationMs: number;
  /** The most that its chip-hours can have produced, by the table; else by the widest peaks of the catalogue. */
  readonly ceiling: bigint;
  readonly told?: ToldUtilisation | undefined;
  /** What had to be decided to feed the row. */
  readonly notes: readonly string[];
}

/** What the table says beyond chips and hours. */
export interface ToldUtilisation {
  readonly kind: number;
  readonly ppm: number;
  readonly format: number;
}

export interface UnfedRun {
  readonly name: string;
  readonly reason: string;
}

export const RUN_COLUMNS = ['model', 'training_flop', 'hardware'] as const;

const HOUR_MS = 3_600_000;
/** A century: what lies beyond was mistyped. */
const HOURS_MAX = 876_600;
/** Chip-hours and chips x hours may differ by rounding. */
const AGREE = 0.02;

/** The run of a row, or why it cannot be fed. */
export function readRun(row: CsvRow): PublishedRun | UnfedRun {
  const name = row.model || '(no name)';
  const published = exactFlop(textOf(row, 'training_flop') ?? '');
  if (published === undefined || published === 0n) return { name, reason: 'no published FLOP' };
  const models = modelsOf(row);
  if ('reason' in models) return { name, ...models };
  const size = sizeOf(row);
  if ('reason' in size) return { name, ...size };
  const hardware = spread(models.entries, size.count);
  const { told, note } = toldOf(row);
  const notes = [models.note, ...size.notes, note].filter((one) => one !== undefined);
  const run = { name, published, hardware, durationMs: size.durationMs, told, notes };
  return { ...run, ceiling: ceilingOf(row, run) };
}

interface Models {
  readonly entries: readonly AcceleratorEntry[];
  readonly note?: string;
}

function modelsOf(row: CsvRow): Models | { reason: string } {
  const text = textOf(row, 'hardware');
  if (text === undefined) return { reason: 'no hardware named' };
  const whole = PUBLISHED_CATALOGUE.resolve(text);
  if (whole) return { entries: [whole] };
  const names = text.split(/[,;]/).map((name) => name.trim());
  const known = names.flatMap((name) => PUBLISHED_CATALOGUE.resolve(name) ?? []);
  if (known.length < names.length) return taught(row, text);
  return { entries: [...new Set(known)], ...(known.length > 1 && { note: SEVERAL }) };
}

const SEVERAL = 'several kinds of accelerators: as many of each';

/**
 * Use of an accelerator that the catalogue does not know is held until somebody adds it. Here it is added as an operator would, with the one
 * peak that the table gives.
 */
function taught(row: CsvRow, model: string): Models | { reason: string } {
  const peak = amountOf(row, 'peak_flops_per_chip');
  if (peak === undefined) return { reason: `the catalogue does not know ${model}, and the table gives no peak: its use would be held` };
  const peaksGflops = { BF16: Math.floor(peak / 1e9) };
  const change = PUBLISHED_CATALOGUE.with({ model, vendor: 'as in the table', aliases: [], peaksGflops, sources: {} });
  if ('refused' in change) return { reason: `the catalogue refuses ${model}: ${change.refused.code}` };
  return { entries: [change.catalogue.resolve(model)!], note: TAUGHT };
}

/** The note of a run whose accelerator the published catalogue does not know. */
export const TAUGHT = "held by the published catalogue: fed with the table's own peak";

/** Of chips, hours and chip-hours any two say the third. Where all three disagree the chip-hours hold: the table's ceiling rests on them. */
function sizeOf(row: CsvRow): { count: number; durationMs: number; notes: string[] } | { reason: string } {
  const [chips, hours, chipHours] = ['hardware_quantity', 'training_hours', 'chip_hours'].map((column) => amountOf(row, column));
  const known = [chips, hours, chipHours].filter((amount) => amount !== undefined).length;
  if (known < 2 && chipHours === undefined) return { reason: `no ${chips === undefined ? 'number of chips' : 'hours'}` };
  const count = Math.max(1, Math.round(chips ?? (hours === undefined ? 1 : chipHours! / hours)));
  const agrees = chipHours === undefined || (hours !== undefined && Math.abs(count * hours - chipHours) <= AGREE * chipHours);
  const taken = agrees ? hours! : chipHours! / count;
  if (taken > HOURS_MAX) return { reason: `${Math.round(taken)} hours on end: more than a century` };
  const notes = known === 3 && !agrees ? ['chips x hours is not chip-hours: fed by chip-hours'] : [];
  if (known === 1) notes.push('chip-hours alone: as if on one chip');
  return { count, durationMs: Math.max(1, Math.round(taken * HOUR_MS)), notes };
}

/** As many of each; what does not divide goes to the first. */
function spread(entries: readonly AcceleratorEntry[], count: number): PublishedRun['hardware'] {
  const each = Math.floor(count / entries.length);
  const rest = count - each * entries.length;
  return entries.map((entry, at) => ({ entry, count: at === 0 ? each + rest : each })).filter((part) => part.count > 0);
}

function ceilingOf(row: CsvRow, run: Pick<PublishedRun, 'hardware' | 'durationMs'>): bigint {
  const stated = amountOf(row, 'flop_peak_ceiling');
  if (stated !== undefined) return wholeFlop(stated);
  const peak = amountOf(row, 'peak_flops_per_chip');
  const perSecond = run.hardware.reduce((sum, { entry, count }) => sum + count * (peak ?? widestOf(entry)), 0);
  return wholeFlop((perSecond * run.durationMs) / 1000);
}

const widestOf = ({ peaksGflops }: AcceleratorEntry): number => Math.max(...Object.values(peaksGflops)) * 1e9;

const FORMATS: Readonly<Record<string, number>> = {
  BF16: NumberFormat.BF16,
  FP16: NumberFormat.FP16,
  TF32: NumberFormat.TF32,
  FP8: NumberFormat.FP8,
  INT8: NumberFormat.INT8,
  FP4: NumberFormat.FP4,
};

/** MFU is what MFU_REPORTED means; HFU is the executed share of peak, recomputation and all, which is what OFU means. */
const KINDS: Readonly<Record<string, number>> = { MFU: UtilisationKind.MFU_REPORTED, HFU: UtilisationKind.OFU };

/** A format alone changes nothing: without a value the prior counts, which is a share of the BF16 peak whatever the format. */
function toldOf(row: CsvRow): { told?: ToldUtilisation; note?: string } {
  const given = textOf(row, 'utilization');
  if (given === undefined) return {};
  const ppm = ppmOf(given);
  if (ppm === undefined) return { note: `utilisation ${given} is no share: left out` };
  const kind = KINDS[(textOf(row, 'utilization_kind') ?? 'MFU').toUpperCase()];
  if (kind === undefined) return { note: `utilisation of the kind ${textOf(row, 'utilization_kind')}: left out` };
  const written = textOf(row, 'numerical_format');
  const format = FORMATS[written?.toUpperCase().replace(/[^A-Z0-9]/g, '') ?? ''];
  const told = { kind, ppm, format: format ?? NumberFormat.UNSPECIFIED };
  return written !== undefined && format === undefined ? { told, note: `format ${written} is none of a record's: sent without` } : { told };
}
