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
  return entries.flatMap((entry) => [...problemsOfNames(entry, holders), ...problemsOfPeaks(entry)]);
}

/** An entry may repeat its own names; writes what it holds into `holders`. */
function problemsOfNames(entry: AcceleratorEntry, holders: Map<string, string>): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  const own = new Set<string>();
  for (const name of [entry.model, ...entry.aliases]) {
    const normal = normaliseAcceleratorName(name);
    const holder = holders.get(normal);
    if (!isUsableName(name)) problems.push({ code: 'NAME_INVALID', name, model: entry.model });
    else if (holder !== undefined && !own.has(normal)) problems.push({ code: 'ALIAS_TAKEN', alias: name, model: entry.model, holder });
    else holders.set(normal, entry.model);
    if (holder === undefined) own.add(normal);
  }
  return problems;
}

const problemsOfPeaks = (entry: AcceleratorEntry): CatalogueProblem[] =>
  arePeaks(entry.peaksGflops) ? [] : [{ code: 'PEAKS_INVALID', model: entry.model }];

export const isUsableName = (name: string): boolean => name.length <= MAX_NAME_LENGTH && normaliseAcceleratorName(name).trim() !== '';
