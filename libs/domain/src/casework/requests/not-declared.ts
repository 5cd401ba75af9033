import type { Observation } from './compare-declared.js';
import type { DeclaredCompute } from './declaration-content.js';
import { type FlopInterval, observedText, sumOf } from './flop-interval.js';
import { plain } from './plain-name.js';

/** What was used on one accelerator of one compute cluster. */
export interface ObservedShare extends FlopInterval {
  /** `provider/id` */
  cluster: string;
  /** Catalogue model; empty: not known. */
  accelerator: string;
}

type Named = { name: string } & ReturnType<typeof observedText>;
export type NotDeclared = { compared: true; items: Named[] } | { compared: false; why: string };

/** Where and on what there was use that no line speaks of. What cannot be known says so, and is not an empty list. */
export function notDeclared(
  lines: readonly DeclaredCompute[],
  observation: Observation | undefined,
): { undeclaredSites: NotDeclared; undeclaredAccelerators: NotDeclared } {
  if (observation === undefined) {
    const unknown = { compared: false, why: 'What was used is not known.' } as const;
    return { undeclaredSites: unknown, undeclaredAccelerators: unknown };
  }
  const shares = observation.windows.flatMap((window) => window.shares);
  return { undeclaredSites: sitesOf(lines, shares, observation), undeclaredAccelerators: acceleratorsOf(lines, shares) };
}

function sitesOf(lines: readonly DeclaredCompute[], shares: readonly ObservedShare[], { siteOf }: Observation): NotDeclared {
  if (siteOf === undefined) return { compared: false, why: 'The sites of the compute clusters that were used are not known here.' };
  const nowhere = [...new Set(shares.map(({ cluster }) => cluster))].filter((cluster) => !siteOf.has(cluster)).sort();
  if (nowhere.length > 0) return { compared: false, why: `The site is not known of: ${nowhere.join(', ')}.` };
  const declared = new Set(lines.map(({ site }) => plain(site)));
  return {
    compared: true,
    items: grouped(
      shares,
      ({ cluster }) => siteOf.get(cluster)!,
      (site) => !declared.has(plain(site)),
    ),
  };
}

function acceleratorsOf(lines: readonly DeclaredCompute[], shares: readonly ObservedShare[]): NotDeclared {
  if (lines.some(({ accelerator }) => accelerator === undefined))
    return { compared: false, why: 'A line names no accelerator: any could be meant.' };
  const declared = new Set(lines.map(({ accelerator }) => plain(accelerator!)));
  return {
    compared: true,
    items: grouped(
      shares,
      ({ accelerator }) => accelerator,
      (name) => !declared.has(plain(name)),
    ),
  };
}

function grouped(
  shares: readonly ObservedShare[],
  nameOf: (share: ObservedShare) => string,
  isMissing: (name: string) => boolean,
): Named[] {
  const names = [...new Set(shares.map(nameOf))].filter(isMissing).sort();
  return names.map((name) => ({ name, ...observedText(sumOf(shares.filter((share) => nameOf(share) === name))) }));
}
