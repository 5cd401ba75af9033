import type { AcceleratorEntry, PeakFormat, SourcedFigure } from '@tidemark/domain';
import { type CatalogueModel, type SourcedFigures, UNCHECKED } from './catalogue-model.js';
import { type EpochRow, gigaflops } from './epoch-table.js';

export const EPOCH_SOURCE = 'Epoch AI, Data on ML hardware (December 2025), CC BY 4.0';
const EPOCH_FP16_SOURCE = `${EPOCH_SOURCE}; half-precision column, which on this part is the full rate`;

/** Where Epoch's table keeps the dense peak of each format. It has no column for FP64 on tensor cores. */
const PEAK_COLUMNS: readonly (readonly [PeakFormat, string])[] = [
  ['TF32', 'TF32 (TensorFloat-32) performance (FLOP/s)'],
  ['BF16', 'Tensor-FP16/BF16 performance (FLOP/s)'],
  ['FP8', 'FP8 performance (FLOP/s)'],
  ['INT8', 'INT8 performance (OP/s)'],
  ['FP4', 'FP4 performance (FLOP/s)'],
];
const FP16_COLUMN = 'FP16 (half precision) performance (FLOP/s)';

type Figures = Map<SourcedFigure, { value: string | number; source: string }>;

/** One entry from Epoch's first row for the model, then the corrections in order. Throws when a named row is not in the table. */
export function composeEntry(model: CatalogueModel, table: ReadonlyMap<string, EpochRow>): AcceleratorEntry {
  const figures: Figures = new Map();
  const rows = (model.epoch ?? []).map((name) => rowOf(table, name, model.model));
  if (rows[0]) takeEpoch(figures, rows[0], model);
  for (const correction of model.corrections ?? []) takeCorrection(figures, correction);
  const value = <T>(figure: SourcedFigure): T | undefined => figures.get(figure)?.value as T | undefined;
  const peaks = (['FP64T', 'TF32', 'BF16', 'FP8', 'INT8', 'FP4'] as const).map((format) => [format, value<number>(format)] as const);
  return withoutAbsent({
    model: model.model,
    vendor: model.vendor,
    aliases: [...new Set([...model.aliases, ...(model.epoch ?? [])])].filter((alias) => alias !== model.model),
    releaseDate: value<string>('releaseDate'),
    memoryBytes: value<number>('memoryBytes'),
    interconnect: value<string>('interconnect'),
    tdpWatts: value<number>('tdpWatts'),
    peaksGflops: Object.fromEntries(peaks.filter(([, peak]) => peak !== undefined)),
    acceleratorsPerNode: value<number>('acceleratorsPerNode'),
    sources: Object.fromEntries([...figures].map(([figure, { source }]) => [figure, source])),
  });
}

function rowOf(table: ReadonlyMap<string, EpochRow>, name: string, model: string): EpochRow {
  const row = table.get(name);
  if (!row) throw new Error(`${model} is made from "${name}", which the table does not have`);
  return row;
}

function takeEpoch(figures: Figures, row: EpochRow, model: CatalogueModel): void {
  const put = (figure: SourcedFigure, value: string | number | undefined, source = EPOCH_SOURCE): void => {
    if (value !== undefined) figures.set(figure, { value, source });
  };
  for (const [format, column] of PEAK_COLUMNS) put(format, gigaflops(row, column));
  if (model.fp16IsFullRate) put('BF16', gigaflops(row, FP16_COLUMN), EPOCH_FP16_SOURCE);
  put('releaseDate', row.get('Release date'));
  put('memoryBytes', wholeNumber(row, 'Memory size per board (Byte)'));
  put('tdpWatts', wholeNumber(row, 'TDP (W)'));
}

function takeCorrection(figures: Figures, correction: SourcedFigures): void {
  const { source: document, checked, peaks = {}, ...others } = correction;
  const source = checked ? document : `${document}${UNCHECKED}`;
  for (const [figure, value] of [...Object.entries(peaks), ...Object.entries(others)])
    figures.set(figure as SourcedFigure, { value: value as string | number, source });
}

function wholeNumber(row: EpochRow, column: string): number | undefined {
  const cell = row.get(column);
  return cell === undefined ? undefined : Math.round(Number(cell));
}

const withoutAbsent = <T extends object>(entry: T): T =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as T;
