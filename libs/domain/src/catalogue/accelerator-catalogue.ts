import type { AcceleratorEntry } from './accelerator-entry.js';
import { normaliseAcceleratorName } from './accelerator-name.js';
import { CatalogueHistory } from './catalogue-history.js';
import { type CatalogueProblem, isUsableName, problemsOf, validateCatalogue } from './validate-catalogue.js';

/** Why a change of the catalogue is not made. Expected, so a value. */
export type CatalogueRefusal = CatalogueProblem | { readonly code: 'MODEL_UNKNOWN'; readonly model: string };

export type CatalogueChange = { readonly catalogue: AcceleratorCatalogue } | { readonly refused: CatalogueRefusal };

/**
 * The accelerators known at one version. Immutable: a change makes the next version and keeps the entries it does not touch, so that
 * what was prepared for their peaks stays good. Postings name the version that decided them.
 */
export class AcceleratorCatalogue {
  /** Throws when the entries are not sound: the caller has `validateCatalogue` for input that may not be. */
  constructor(version: number, entries: readonly AcceleratorEntry[]);
  /** @internal A step of a history in which all is sound. */
  constructor(version: number, history: CatalogueHistory, step: number);
  constructor(
    readonly version: number,
    from: readonly AcceleratorEntry[] | CatalogueHistory,
    private readonly step = 0,
  ) {
    this.history = from instanceof CatalogueHistory ? from : soundHistory(from);
  }

  private readonly history: CatalogueHistory;
  private listed: readonly AcceleratorEntry[] | undefined;

  /** In the order in which the models came. */
  get entries(): readonly AcceleratorEntry[] {
    this.listed ??= this.history.entries(this.step);
    return this.listed;
  }

  /** The entry of a model or an alias, in any spelling that compares equal; undefined for an unknown name (its records are held). */
  resolve(name: string): AcceleratorEntry | undefined {
    return this.history.resolve(name, this.step);
  }

  /** The entry of a model, not of an alias. */
  entryOf(model: string): AcceleratorEntry | undefined {
    const entry = this.resolve(model);
    return entry && normaliseAcceleratorName(entry.model) === normaliseAcceleratorName(model) ? entry : undefined;
  }

  /** The next version with this entry added, or in the place of the one of the same model. */
  with(entry: AcceleratorEntry): CatalogueChange {
    const replaced = this.entryOf(entry.model);
    const [problem] = problemsOf(entry, (name) => {
      const holder = this.resolve(name);
      return holder === replaced ? undefined : holder?.model;
    });
    if (problem) return { refused: problem };
    // Somebody may have continued from this version before: then the history goes another way from here.
    const history = this.history.last === this.step ? this.history : new CatalogueHistory(this.entries);
    return { catalogue: new AcceleratorCatalogue(this.version + 1, history, history.change(entry)) };
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
}

function soundHistory(entries: readonly AcceleratorEntry[]): CatalogueHistory {
  const [problem] = validateCatalogue(entries);
  if (problem) throw new Error(`unsound accelerator catalogue: ${JSON.stringify(problem)}`);
  return new CatalogueHistory(entries);
}
