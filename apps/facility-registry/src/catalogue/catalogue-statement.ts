import {
  type AcceleratorCatalogue,
  type AcceleratorEntry,
  type AcceleratorPeaks,
  type CatalogueChange,
  normaliseAcceleratorName,
  PEAK_FORMATS,
  type PeakFormat,
} from '@tidemark/domain';
import { type Checked, refuse, shown } from '../facts/facility-refusal.js';
import { checkName, checkText } from '../facts/identifier.policy.js';
import type { CatalogueStatement } from './catalogue-fact.js';
import { checkAliases, checkPeaks, checkSources, type Sources, type StatedSources } from './stated-figures.policy.js';

const VENDOR_CHARACTERS_MAX = 200;

/** A model as the operator describes it. */
export interface AcceleratorRegistration {
  vendor?: string;
  aliases?: string[];
  peaksGflops: AcceleratorPeaks;
  sources?: StatedSources;
}

/** What to record, and the catalogue that follows from it; no statement when the catalogue says the same already. */
export interface CatalogueDecision {
  statement: CatalogueStatement | undefined;
  catalogue: AcceleratorCatalogue;
}

/** Decides on a model, new or with other figures. Names that it had stay its own: records that use them were sent already. */
export function stateAccelerator(
  catalogue: AcceleratorCatalogue,
  rawModel: string,
  registration: AcceleratorRegistration,
  by: string,
): Checked<CatalogueDecision> {
  const model = checkName(rawModel, 'model');
  if ('refused' in model) return model;
  const aliases = checkAliases(registration.aliases ?? []);
  if ('refused' in aliases) return aliases;
  const vendor = checkText(registration.vendor ?? '', 'vendor', VENDOR_CHARACTERS_MAX);
  if ('refused' in vendor) return vendor;
  const peaks = checkPeaks(registration.peaksGflops);
  if ('refused' in peaks) return peaks;
  const sources = checkSources(registration.sources, Object.keys(peaks.value) as PeakFormat[], by);
  if ('refused' in sources) return sources;

  const standing = standingEntry(catalogue, model.value);
  const entry = nextEntry(standing, {
    model: model.value,
    vendor: vendor.value,
    aliases: aliases.value,
    peaks: peaks.value,
    sources: sources.value,
  });
  if (standing !== undefined && saysTheSame(standing, entry, registration.sources !== undefined)) {
    return { value: { statement: undefined, catalogue } };
  }
  return decision(catalogue.with(entry), { kind: 'accelerator', content: entry });
}

/** Decides on one more name for a model. */
export function stateAlias(catalogue: AcceleratorCatalogue, rawAlias: string, model: string): Checked<CatalogueDecision> {
  const alias = checkName(rawAlias, 'alias');
  if ('refused' in alias) return alias;
  const changed = catalogue.withAlias(alias.value, model);
  if ('catalogue' in changed && changed.catalogue === catalogue) return { value: { statement: undefined, catalogue } };
  const canonical = catalogue.resolve(model)?.model ?? model;
  return decision(changed, { kind: 'alias', content: { alias: alias.value, model: canonical } });
}

function decision(change: CatalogueChange, statement: CatalogueStatement): Checked<CatalogueDecision> {
  if ('catalogue' in change) return { value: { statement, catalogue: change.catalogue } };
  const { refused } = change;
  switch (refused.code) {
    case 'ALIAS_TAKEN':
      return refuse('ALIAS_TAKEN', undefined, `${shown(refused.alias)} is a name of ${shown(refused.holder)} already.`, {
        holder: refused.holder,
      });
    case 'MODEL_UNKNOWN':
      return refuse('UNKNOWN_MODEL', 'model', `The catalogue has no model ${shown(refused.model)}.`);
    case 'NAME_INVALID':
      return refuse('NAME_MALFORMED', undefined, `${shown(refused.name)} cannot be a name of an accelerator.`);
    case 'PEAKS_INVALID':
      throw new Error(`peaks of ${refused.model} were checked before and are refused now`);
    default:
      return refused satisfies never;
  }
}

/** The entry that the model itself names; one that has the name as an alias is another model, and clashes. */
function standingEntry(catalogue: AcceleratorCatalogue, model: string): AcceleratorEntry | undefined {
  const found = catalogue.resolve(model);
  return found && normaliseAcceleratorName(found.model) === normaliseAcceleratorName(model) ? found : undefined;
}

interface Statement {
  model: string;
  vendor: string;
  aliases: string[];
  peaks: AcceleratorPeaks;
  sources: Sources;
}

function nextEntry(standing: AcceleratorEntry | undefined, stated: Statement): AcceleratorEntry {
  const model = standing?.model ?? stated.model;
  const otherSources = Object.entries(standing?.sources ?? {}).filter(([figure]) => !(PEAK_FORMATS as readonly string[]).includes(figure));
  return {
    ...standing,
    model,
    vendor: stated.vendor === '' ? (standing?.vendor ?? '') : stated.vendor,
    aliases: distinctNames(model, [...(standing?.aliases ?? []), ...stated.aliases]),
    peaksGflops: stated.peaks,
    sources: { ...Object.fromEntries(otherSources), ...stated.sources },
  };
}

function distinctNames(model: string, names: readonly string[]): string[] {
  const seen = new Set([normaliseAcceleratorName(model)]);
  return names.filter((name) => {
    const normal = normaliseAcceleratorName(name);
    const fresh = !seen.has(normal);
    seen.add(normal);
    return fresh;
  });
}

/** Sources that were not given do not make news by themselves. */
function saysTheSame(standing: AcceleratorEntry, entry: AcceleratorEntry, sourcesGiven: boolean): boolean {
  const figures = [standing, entry].map(({ peaksGflops, sources }) =>
    JSON.stringify(PEAK_FORMATS.map((format) => [peaksGflops[format], sourcesGiven ? sources[format] : undefined])),
  );
  return figures[0] === figures[1] && standing.vendor === entry.vendor && standing.aliases.length === entry.aliases.length;
}
