import { SCOPE_KINDS } from '../thresholds/scope.js';
import { TIERS } from '../thresholds/standing.js';
import type { Rule } from './rule.js';
import { thresholdNumber } from './threshold-number.js';

/** What all rules over use have alike, so that an entry of the rulebook shows what is its own. */
const OF_USE = { version: 1, window: 'ALL_TIME', controlRule: 'control', conditions: [], clocks: [], verified: true, note: '' } as const;

type Own<Given extends keyof Rule> = Omit<Rule, keyof typeof OF_USE | 'number' | Given> & Partial<Pick<Rule, keyof typeof OF_USE>>;

/** Training numbers apply to cluster, account, customer, party and group, on all tiers. */
export const trainingRule = ({ number, ...own }: Own<'kind' | 'scopes' | 'tiers'> & { number: string }): Rule => ({
  ...OF_USE,
  kind: 'TRAINING',
  scopes: SCOPE_KINDS,
  tiers: TIERS,
  ...own,
  number: thresholdNumber(number),
});

/** From the registry alone: POSSIBLE where the interconnect is not registered. */
export const capacityRule = ({ number, ...own }: Own<'kind' | 'scopes' | 'tiers'> & { number: string }): Rule => ({
  ...OF_USE,
  kind: 'CAPACITY',
  scopes: ['cluster'],
  tiers: ['POSSIBLE', 'CERTAIN'],
  ...own,
  number: thresholdNumber(number),
});

/** Shown, never judged. */
export const regimeWithoutNumber = (own: Own<'kind' | 'scopes' | 'tiers' | 'counts' | 'method'> & { counts?: string }): Rule => ({
  ...OF_USE,
  kind: 'NO_NUMBER',
  scopes: [],
  tiers: [],
  counts: 'No compute threshold.',
  method: 'Not stated.',
  ...own,
});

/** Rules of the house: bands, evaluations and use that facts speak against. */
export const houseRule = ({
  number,
  ...own
}: Own<'regime' | 'jurisdiction' | 'citation' | 'statuses' | 'method'> & { method?: string; number?: string }): Rule => ({
  ...OF_USE,
  regime: 'House rules',
  jurisdiction: '-',
  citation: 'House rules of this rulebook; no law',
  statuses: [{ status: 'HOUSE' }],
  method: 'The expected total of the ledger.',
  ...own,
  ...(number === undefined ? {} : { number: thresholdNumber(number), comparison: 'AT_LEAST' as const }),
});
