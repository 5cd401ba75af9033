import type { AcceleratorEntry } from './accelerator-entry.js';
import { normaliseAcceleratorName } from './accelerator-name.js';
import { arePeaks } from './accelerator-peaks.js';

export const MAX_NAME_LENGTH = 128;

/** What is wrong with a catalogue, as data that names the place. */
export type CatalogueProblem =
  | { readonly code: 'ALIAS_TAKEN'; readonly alias: string; readonly model: string; readonly holder: string }
  | { readonly code: 'NAME_INVALID'; readonly name: string; readonly model: string }
  | { readonly code: 'PEAKS_INVALID'; readonly model: string };

/** Every name that two models share, every unusable name, every model without usable peaks. Empty for a sound catalogue. */
export function validateCatalogue(entries: readonly AcceleratorEntry[]): CatalogueProblem[] {
  const holders = new Map<string, string>();
  return entries.flatMap((entry) => {
    const problems = problemsOf(entry, (name) => holders.get(normaliseAcceleratorName(name)));
    for (const name of [entry.model, ...entry.aliases]) {
      const normal = normaliseAcceleratorName(name);
      if (isUsableName(name) && !holders.has(normal)) holders.set(normal, entry.model);
    }
    return problems;
  });
}

/** What is wrong with one entry. `holderOf`: the other model that has the name. An entry may repeat its own names. */
export const problemsOf = (entry: AcceleratorEntry, holderOf: (name: string) => string | undefined): CatalogueProblem[] => [
  ...[entry.model, ...entry.aliases].flatMap((name) => problemsOfName(name, entry.model, holderOf(name))),
  ...problemsOfPeaks(entry),
];

function problemsOfName(name: string, model: string, holder: string | undefined): CatalogueProblem[] {
  if (!isUsableName(name)) return [{ code: 'NAME_INVALID', name, model }];
  return holder === undefined ? [] : [{ code: 'ALIAS_TAKEN', alias: name, model, holder }];
}

const problemsOfPeaks = (entry: AcceleratorEntry): CatalogueProblem[] =>
  arePeaks(entry.peaksGflops) ? [] : [{ code: 'PEAKS_INVALID', model: entry.model }];

export const isUsableName = (name: string): boolean => name.length <= MAX_NAME_LENGTH && normaliseAcceleratorName(name).trim() !== '';
