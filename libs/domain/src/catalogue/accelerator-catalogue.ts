import type { AcceleratorEntry } from './accelerator-entry.js';
import { normaliseAcceleratorName } from './accelerator-name.js';
import { type CatalogueProblem, isUsableName, validateCatalogue } from './validate-catalogue.js';

/** Why a change of the catalogue is not made. Expected, so a value. */
export type CatalogueRefusal = CatalogueProblem | { readonly code: 'MODEL_UNKNOWN'; readonly model: string };

export type CatalogueChange = { readonly catalogue: AcceleratorCatalogue } | { readonly refused: CatalogueRefusal };

/**
 * The accelerators known at one version. Immutable: a change makes the next version and keeps the entries it does not touch, so that
 * what was prepared for their peaks stays good. Postings name the version that decided them.
 */
export class AcceleratorCatalogue {
  private readonly byName = new Map<string, AcceleratorEntry>();

  /** Throws when the entries are not sound: the caller has `validateCatalogue` for input that may not be. */
  constructor(
    readonly version: number,
    readonly entries: readonly AcceleratorEntry[],
  ) {
    const [problem] = validateCatalogue(entries);
    if (problem) throw new Error(`unsound accelerator catalogue: ${JSON.stringify(problem)}`);
    for (const entry of entries) for (const name of [entry.model, ...entry.aliases]) this.byName.set(normaliseAcceleratorName(name), entry);
  }

  /** The entry of a model or an alias, in any spelling that compares equal; undefined for an unknown name (its records are held). */
  resolve(name: string): AcceleratorEntry | undefined {
    return this.byName.get(normaliseAcceleratorName(name));
  }

  /** The next version with this entry added, or in the place of the one of the same model. */
  with(entry: AcceleratorEntry): CatalogueChange {
    const model = normaliseAcceleratorName(entry.model);
    const at = this.entries.findIndex((known) => normaliseAcceleratorName(known.model) === model);
    const entries = at < 0 ? [...this.entries, entry] : this.entries.with(at, entry);
    return this.next(entries, entry.model);
  }

  /** The next version with one more name for a model; the same version when the name already means that model. */
  withAlias(alias: string, model: string): CatalogueChange {
    const entry = this.resolve(model);
    if (!entry) return { refused: { code: 'MODEL_UNKNOWN', model } };
    if (!isUsableName(alias)) return { refused: { code: 'NAME_INVALID', name: alias, model: entry.model } };
    const holder = this.resolve(alias);
    if (holder === entry) return { catalogue: this };
    if (holder) return { refused: { code: 'ALIAS_TAKEN', alias, model: entry.model, holder: holder.model } };
    return this.with({ ...entry, aliases: [...entry.aliases, alias] });
  }

  /** A clash is told from the side of the entry that came, whichever of the two stands first. */
  private next(entries: readonly AcceleratorEntry[], changed: string): CatalogueChange {
    const [problem] = validateCatalogue(entries);
    if (!problem) return { catalogue: new AcceleratorCatalogue(this.version + 1, entries) };
    const reversed = problem.code === 'ALIAS_TAKEN' && problem.holder === changed;
    return { refused: reversed ? { ...problem, model: changed, holder: problem.model } : problem };
  }
}
