import { AcceleratorCatalogue, type AcceleratorEntry } from '@tidemark/domain';
import type { RefusalCode } from '../facts/refusal-codes.js';
import { type AcceleratorRegistration, stateAccelerator, stateAlias } from './catalogue-statement.js';

const a100: AcceleratorEntry = {
  model: 'NVIDIA A100',
  vendor: 'NVIDIA',
  aliases: ['A100'],
  tdpWatts: 400,
  peaksGflops: { BF16: 312_000, TF32: 156_000 },
  sources: { BF16: 'data sheet', TF32: 'data sheet', tdpWatts: 'data sheet' },
};
const h100: AcceleratorEntry = { model: 'NVIDIA H100', vendor: 'NVIDIA', aliases: ['H100'], peaksGflops: { BF16: 989_400 }, sources: {} };
const catalogue = new AcceleratorCatalogue(1, [a100, h100]);
const state = (model: string, registration: AcceleratorRegistration) => stateAccelerator(catalogue, model, registration, 'operator-client');

describe('stating a model', () => {
  it('adds a new one as the next version, its figures resting on the word of the operator', () => {
    const decided = state('Quantum One', { vendor: 'Q', aliases: ['Q1', 'q-1', 'Q_1'], peaksGflops: { BF16: 5, FP8: 10 } });
    expect(decided).toMatchObject({
      value: {
        statement: {
          kind: 'accelerator',
          content: {
            model: 'Quantum One',
            vendor: 'Q',
            aliases: ['Q1', 'q-1'],
            peaksGflops: { BF16: 5, FP8: 10 },
            sources: { BF16: 'stated by the operator (operator-client)', FP8: 'stated by the operator (operator-client)' },
          },
        },
        catalogue: { version: 2 },
      },
    });
    expect('value' in decided && decided.value.catalogue.resolve('q 1')?.model).toBe('Quantum One');
    expect(catalogue.resolve('q1')).toBeUndefined();
  });

  it('corrects the peaks of a known one, and keeps its names and its other figures', () =>
    expect(
      state('nvidia_a100', { aliases: ['A100 SXM'], peaksGflops: { BF16: 311_000 }, sources: ['measured', 'repeated'] }),
    ).toMatchObject({
      value: {
        statement: {
          content: {
            model: 'NVIDIA A100',
            vendor: 'NVIDIA',
            aliases: ['A100', 'A100 SXM'],
            tdpWatts: 400,
            peaksGflops: { BF16: 311_000 },
            sources: { BF16: 'measured; repeated', tdpWatts: 'data sheet' },
          },
        },
      },
    }));

  it('is no news when it says what is known, sources given or not', () => {
    const same = { peaksGflops: { TF32: 156_000, BF16: 312_000 }, aliases: ['a100'] };
    expect(state('NVIDIA A100', same)).toEqual({ value: { statement: undefined, catalogue } });
    expect(state('NVIDIA A100', { ...same, sources: ['data sheet'] })).toEqual({ value: { statement: undefined, catalogue } });
  });

  it('is news when the source is another', () =>
    expect(state('NVIDIA A100', { peaksGflops: a100.peaksGflops, sources: { BF16: 'measured', TF32: 'data sheet' } })).toMatchObject({
      value: { catalogue: { version: 2 } },
    }));

  const peaksGflops = { BF16: 1 };
  it.each<[string, string, AcceleratorRegistration, RefusalCode]>([
    ['a name that another model has as an alias', 'h100', { peaksGflops }, 'ALIAS_TAKEN'],
    ['an alias that another model has', 'Q1', { peaksGflops, aliases: ['nvidia a100'] }, 'ALIAS_TAKEN'],
    ['an alias of another for a known one', 'NVIDIA A100', { peaksGflops, aliases: ['H100'] }, 'ALIAS_TAKEN'],
    ['a name of signs alone', '--', { peaksGflops }, 'NAME_MALFORMED'],
    ['an empty alias', 'Q1', { peaksGflops, aliases: [''] }, 'NAME_MALFORMED'],
    ['a name that is too long', 'x'.repeat(129), { peaksGflops }, 'NAME_MALFORMED'],
    ['no peak', 'Q1', { peaksGflops: {} }, 'PEAKS_MISSING'],
    ['a peak of zero', 'Q1', { peaksGflops: { BF16: 0 } }, 'PEAK_OUT_OF_RANGE'],
    ['a negative peak', 'Q1', { peaksGflops: { BF16: -1 } }, 'PEAK_OUT_OF_RANGE'],
    ['a peak that is not whole', 'Q1', { peaksGflops: { BF16: 1.5 } }, 'PEAK_OUT_OF_RANGE'],
    ['a peak beyond what can be counted exactly', 'Q1', { peaksGflops: { BF16: 1_000_000_001 } }, 'PEAK_OUT_OF_RANGE'],
    ['an empty list of sources', 'Q1', { peaksGflops, sources: [] }, 'SOURCES_MISSING'],
    ['a figure without source beside one that has', 'Q1', { peaksGflops: { BF16: 1, FP8: 2 }, sources: { BF16: 'x' } }, 'SOURCES_MISSING'],
    ['too many aliases', 'Q1', { peaksGflops, aliases: Array.from({ length: 101 }, (_, n) => `q${n}`) }, 'TOO_MANY_NAMES'],
    ['too long a vendor', 'Q1', { peaksGflops, vendor: 'x'.repeat(201) }, 'TEXT_MALFORMED'],
  ])('refuses %s', (_, model, registration, code) => expect(state(model, registration)).toMatchObject({ refused: { code } }));
});

describe('stating an alias', () => {
  it('adds a name to a model, said by any of its names', () => {
    const decided = stateAlias(catalogue, 'big green', 'a100');
    expect(decided).toMatchObject({
      value: { statement: { kind: 'alias', content: { alias: 'big green', model: 'NVIDIA A100' } }, catalogue: { version: 2 } },
    });
    expect('value' in decided && decided.value.catalogue.resolve('BIG-GREEN')?.model).toBe('NVIDIA A100');
  });

  it('is no news when the name means that model already', () =>
    expect(stateAlias(catalogue, 'Nvidia_A100', 'A100')).toEqual({ value: { statement: undefined, catalogue } }));

  it.each<[string, string, RefusalCode]>([
    ['H100', 'NVIDIA A100', 'ALIAS_TAKEN'],
    ['nvidia-h100', 'NVIDIA A100', 'ALIAS_TAKEN'],
    ['new', 'NVIDIA B1000', 'UNKNOWN_MODEL'],
    [' new', 'A100', 'NAME_MALFORMED'],
    ['_', 'A100', 'NAME_MALFORMED'],
  ])('refuses %j for %s', (alias, model, code) => expect(stateAlias(catalogue, alias, model)).toMatchObject({ refused: { code } }));
});
