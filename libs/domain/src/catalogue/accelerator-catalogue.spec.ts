import { AcceleratorCatalogue } from './accelerator-catalogue.js';
import type { AcceleratorEntry } from './accelerator-entry.js';
import { validateCatalogue } from './validate-catalogue.js';

const entry = (model: string, aliases: string[] = [], peaksGflops: AcceleratorEntry['peaksGflops'] = { BF16: 1 }): AcceleratorEntry => ({
  model,
  vendor: 'Acme',
  aliases,
  peaksGflops,
  sources: {},
});
const catalogue = new AcceleratorCatalogue(7, [entry('Acme One', ['A1', 'acme-1']), entry('Acme Two', ['A2'])]);

describe('AcceleratorCatalogue', () => {
  it('resolves models and aliases in any spelling that compares equal, and nothing else', () => {
    expect(catalogue.resolve(' ACME_one ')?.model).toBe('Acme One');
    expect(catalogue.resolve('Acme 1')?.model).toBe('Acme One');
    expect(catalogue.resolve('a2')?.model).toBe('Acme Two');
    expect(catalogue.resolve('A3')).toBeUndefined();
    expect(catalogue.resolve('')).toBeUndefined();
  });

  it('adds an entry as the next version and leaves the old one as it was', () => {
    const change = catalogue.with(entry('Acme Three', ['A3']));
    if (!('catalogue' in change)) throw new Error(change.refused.code);
    expect(change.catalogue.version).toBe(8);
    expect(change.catalogue.resolve('a3')?.model).toBe('Acme Three');
    expect(change.catalogue.resolve('a1')).toBe(catalogue.resolve('a1'));
    expect(catalogue.resolve('a3')).toBeUndefined();
  });

  it('puts an entry in the place of the one of the same model', () => {
    const change = catalogue.with(entry('ACME one', ['A1'], { BF16: 2 }));
    if (!('catalogue' in change)) throw new Error(change.refused.code);
    expect(change.catalogue.entries).toHaveLength(2);
    expect(change.catalogue.resolve('acme one')?.peaksGflops).toEqual({ BF16: 2 });
    expect(change.catalogue.resolve('acme-1')).toBeUndefined();
  });

  it('can be continued in two ways that do not know of each other', () => {
    const [one, two] = [catalogue.with(entry('Acme Three', ['A3'])), catalogue.with(entry('Acme Four', ['A3']))];
    if (!('catalogue' in one) || !('catalogue' in two)) throw new Error('refused');
    expect([one.catalogue.resolve('a3')?.model, two.catalogue.resolve('a3')?.model]).toEqual(['Acme Three', 'Acme Four']);
    expect([one.catalogue.version, two.catalogue.version]).toEqual([8, 8]);
    expect(two.catalogue.entries.map(({ model }) => model)).toEqual(['Acme One', 'Acme Two', 'Acme Four']);
  });

  it('keeps every version as it was, names that went and came back too', () => {
    const versions = [catalogue];
    for (const next of [entry('Acme Two'), entry('Acme One', ['A2']), entry('Acme Two', ['A1'], { BF16: 3 })]) {
      const change = versions.at(-1)!.with(next);
      if (!('catalogue' in change)) throw new Error(change.refused.code);
      versions.push(change.catalogue);
    }
    expect(versions.map((one) => one.resolve('a1')?.model)).toEqual(['Acme One', 'Acme One', undefined, 'Acme Two']);
    expect(versions.map((one) => one.resolve('a2')?.model)).toEqual(['Acme Two', undefined, 'Acme One', 'Acme One']);
    expect(versions.map((one) => one.resolve('acme two')?.peaksGflops.BF16)).toEqual([1, 1, 1, 3]);
    expect(versions.map((one) => one.entries.length)).toEqual([2, 2, 2, 2]);
  });

  it('finds a model by its own names alone when asked for the model', () => {
    expect(catalogue.entryOf('ACME one')?.model).toBe('Acme One');
    expect(catalogue.entryOf('A1')).toBeUndefined();
  });

  it('takes thousands of changes at the cost of each: all versions are kept, and learnt again at every start', () => {
    let known = catalogue;
    const before = performance.now();
    for (let i = 0; i < 4_000; i++) {
      const change = i % 2 ? known.withAlias(`name ${i}`, `model ${i - 1}`) : known.with(entry(`model ${i}`));
      if (!('catalogue' in change)) throw new Error(change.refused.code);
      known = change.catalogue;
    }
    expect(known.resolve('NAME 3999')?.model).toBe('model 3998');
    // Milliseconds; with a copy of all names at every change, minutes.
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('refuses a name that another model has, naming both', () => {
    expect(catalogue.with(entry('Acme Three', ['a1']))).toEqual({
      refused: { code: 'ALIAS_TAKEN', alias: 'a1', model: 'Acme Three', holder: 'Acme One' },
    });
    expect(catalogue.with(entry('Acme Three', ['Acme_Two']))).toMatchObject({ refused: { code: 'ALIAS_TAKEN', holder: 'Acme Two' } });
    expect(catalogue.with(entry('Acme One', ['A2']))).toMatchObject({
      refused: { code: 'ALIAS_TAKEN', model: 'Acme One', holder: 'Acme Two' },
    });
    expect(catalogue.with(entry('A2'))).toMatchObject({ refused: { code: 'ALIAS_TAKEN', model: 'A2', holder: 'Acme Two' } });
  });

  it.each([{}, { BF16: 0 }, { BF16: 1.5 }, { BF16: 1_000_000_001 }, { BF16: -1 }, { BF16: Number.NaN }, { FP16: 5 } as object])(
    'refuses peaks that are none: %j',
    (peaks) => expect(catalogue.with(entry('X', [], peaks))).toEqual({ refused: { code: 'PEAKS_INVALID', model: 'X' } }),
  );

  it('refuses names that are blank or too long', () => {
    expect(catalogue.with(entry(' - '))).toMatchObject({ refused: { code: 'NAME_INVALID', name: ' - ' } });
    expect(catalogue.withAlias('x'.repeat(129), 'A1')).toMatchObject({ refused: { code: 'NAME_INVALID' } });
    expect(catalogue.withAlias('', 'A1')).toMatchObject({ refused: { code: 'NAME_INVALID' } });
  });

  it('gives a model one more name, to any name of it', () => {
    const change = catalogue.withAlias('the first', 'a1');
    if (!('catalogue' in change)) throw new Error(change.refused.code);
    expect(change.catalogue.version).toBe(8);
    expect(change.catalogue.resolve('The-First')?.aliases).toEqual(['A1', 'acme-1', 'the first']);
  });

  it('is the same version when the name means that model already, and refuses one that means another or no model', () => {
    expect(catalogue.withAlias('A-1', 'Acme One')).toMatchObject({ catalogue: { version: 8 } });
    expect(catalogue.withAlias('ACME_1', 'Acme One')).toEqual({ catalogue });
    expect(catalogue.withAlias('a2', 'Acme One')).toEqual({
      refused: { code: 'ALIAS_TAKEN', alias: 'a2', model: 'Acme One', holder: 'Acme Two' },
    });
    expect(catalogue.withAlias('x', 'Acme Nine')).toEqual({ refused: { code: 'MODEL_UNKNOWN', model: 'Acme Nine' } });
  });

  it('names every clash of unsound entries, and does not stand on them', () => {
    const unsound = [entry('Acme One', ['A1', 'a1']), entry('Acme Two', ['A1', 'acme one']), entry('Acme-One')];
    expect(validateCatalogue(unsound)).toEqual([
      { code: 'ALIAS_TAKEN', alias: 'A1', model: 'Acme Two', holder: 'Acme One' },
      { code: 'ALIAS_TAKEN', alias: 'acme one', model: 'Acme Two', holder: 'Acme One' },
      { code: 'ALIAS_TAKEN', alias: 'Acme-One', model: 'Acme-One', holder: 'Acme One' },
    ]);
    expect(() => new AcceleratorCatalogue(1, unsound)).toThrow('unsound accelerator catalogue');
  });
});
