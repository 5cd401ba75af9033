/** What was told on use.v1: each matter once, and nothing left out that is so. */
import { type UseSignal, UseSignal_Kind, UseSignal_Scope } from '@tidemark/contracts';
import { hasPassed } from '../../truth/flags/crossing-truth.js';
import type { HoursTruth, RuleTruth } from '../../truth/flags/flag-truth.model.js';
import { repeatedUse } from '../../truth/flags/repeated-use-truth.js';
import { totalThrough } from '../../truth/flags/totals-truth.js';
import type { KeptFlag } from './monitor-rows.js';

const BANDS = ['UNVERIFIED_ABOVE_BAND', 'UNLINKED_ABOVE_BAND'];

interface SignalTruth {
  totals: ReadonlyMap<string, HoursTruth>;
  /** In play, of those that ask for a level. */
  bands: readonly RuleTruth[];
  nowMs: number;
  /** How many versions there ever were of a rule, by id: each is a matter of its own. */
  versions: ReadonlyMap<string, number>;
}

export function signalFaults(
  { messages, faults }: { messages: { message: UseSignal }[]; faults: string[] },
  flags: readonly KeptFlag[],
  truth: SignalTruth,
): string[] {
  const counts = countsOf(messages.map(({ message }) => nameOf(message)));
  const often = [...counts].filter(
    ([name, count]) => name.startsWith('BAND_REACHED') && count > (truth.versions.get(name.split(' ').at(-1)!) ?? 1),
  );
  return [
    ...faults,
    ...often.map(([name, count]) => `${name} was told ${count} times`),
    ...reachedNow(truth)
      .filter((name) => !counts.has(name))
      .map((name) => `${name} was never told`),
    ...raisedFaults(counts, flags),
  ];
}

const nameOf = ({ kind, scope, provider, subject, band }: UseSignal): string => {
  const word = UseSignal_Scope[scope].toLowerCase();
  return [UseSignal_Kind[kind], word, ...(word === 'account' ? [provider] : []), subject, band].join(' ');
};

/** A flag of a band is a signal too, each time that it is raised. */
function raisedFaults(counts: ReadonlyMap<string, number>, flags: readonly KeptFlag[]): string[] {
  const raised = countsOf(
    flags
      .filter(({ kind, shadow }) => BANDS.includes(kind) && !shadow)
      .map(({ kind, rule, standing }) => `${kind} ${standing.scope} ${rule}`),
  );
  const told = new Map([...counts].filter(([name]) => BANDS.includes(name.split(' ')[0]!)));
  return [...new Set([...raised.keys(), ...told.keys()])]
    .filter((name) => raised.get(name) !== told.get(name))
    .map((name) => `${name} was raised ${raised.get(name) ?? 0} times and told ${told.get(name) ?? 0} times`);
}

/** Bands that customers and parties reached, and reached again, by the model. */
const reachedNow = (truth: SignalTruth): string[] =>
  verified(truth).flatMap(({ scope, hours, band }) => {
    if (!hasPassed(totalThrough(hours).expected, { number: band.number!, comparison: 'AT_LEAST' })) return [];
    const again = repeatedUse(hours, band.number!, truth.nowMs).length > 0 ? [`REPEATED_USE ${scope} ${band.id}`] : [];
    return [`BAND_REACHED ${scope} ${band.id}`, ...again];
  });

const verified = ({ totals, bands }: SignalTruth): { scope: string; hours: HoursTruth; band: RuleTruth }[] =>
  [...totals]
    .filter(([scope]) => /^(customer|party) /.test(scope))
    .flatMap(([scope, hours]) =>
      bands.filter(({ scopes }) => scopes.includes(scope.split(' ')[0] as 'party')).map((band) => ({ scope, hours, band })),
    );

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
