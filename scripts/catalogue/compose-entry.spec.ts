import type { CatalogueModel } from './catalogue-model.js';
import { composeEntry, EPOCH_SOURCE } from './compose-entry.js';
import { gigaflops, parseCsv } from './epoch-table.js';

const ROW = new Map([
  ['Hardware name', 'Acme A'],
  ['FP16 (half precision) performance (FLOP/s)', '77970000000000.0'],
  ['Tensor-FP16/BF16 performance (FLOP/s)', '312000999999999.0'],
  ['INT8 performance (OP/s)', '1.5e+16'],
  ['TDP (W)', '400.0'],
]);
const TABLE = new Map([['Acme A', ROW]]);
const model = (more: Partial<CatalogueModel>): CatalogueModel => ({
  model: 'A',
  vendor: 'Acme',
  aliases: ['one'],
  epoch: ['Acme A'],
  ...more,
});

describe('composeEntry', () => {
  it('takes the tensor rate and not the half-precision one, floored to GFLOP/s, with its source', () => {
    expect(composeEntry(model({}), TABLE)).toEqual({
      model: 'A',
      vendor: 'Acme',
      aliases: ['one', 'Acme A'],
      tdpWatts: 400,
      peaksGflops: { BF16: 312_000, INT8: 15_000_000 },
      sources: { BF16: EPOCH_SOURCE, INT8: EPOCH_SOURCE, tdpWatts: EPOCH_SOURCE },
    });
  });

  it('takes the half-precision rate only where the model says that it is the full one', () => {
    expect(composeEntry(model({ fp16IsFullRate: true }), TABLE).peaksGflops.BF16).toBe(77_970);
  });

  it('lets a correction stand over the table, under its own source', () => {
    const entry = composeEntry(model({ corrections: [{ source: 'datasheet', peaks: { INT8: 624_000, FP64T: 19_500 } }] }), TABLE);
    expect(entry.peaksGflops).toEqual({ FP64T: 19_500, BF16: 312_000, INT8: 624_000 });
    expect(entry.sources).toMatchObject({ INT8: 'datasheet; not checked against the document', BF16: EPOCH_SOURCE });
    const checked = composeEntry(model({ corrections: [{ source: 'datasheet', checked: true, peaks: { FP64T: 19_500 } }] }), TABLE);
    expect(checked.sources.FP64T).toBe('datasheet');
  });

  it('does not go on without a row that it is made from', () => {
    expect(() => composeEntry(model({ epoch: ['Acme B'] }), TABLE)).toThrow('"Acme B", which the table does not have');
  });
});

describe('the table', () => {
  it('is read as RFC 4180 says', () => {
    expect(parseCsv('a,"b, ""c""\nd"\r\n,e\n')).toEqual([
      ['a', 'b, "c"\nd'],
      ['', 'e'],
    ]);
    expect(parseCsv('a,\nb,c')).toEqual([
      ['a', ''],
      ['b', 'c'],
    ]);
  });

  it('has no figure for an empty cell, and refuses one that is none', () => {
    expect(gigaflops(ROW, 'FP8 performance (FLOP/s)')).toBeUndefined();
    expect(() => gigaflops(new Map([['x', 'n/a']]), 'x')).toThrow('n/a');
  });
});
