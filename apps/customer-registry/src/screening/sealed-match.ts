import { type BlindIndex, ownerOfCustomer, type SealingKey } from '@tidemark/sealing';
import type { KeptMatch } from './matches.port.js';

/** What of a match says who somebody is: with which entry, and why. */
export interface MatchExplained {
  /** Of an ownership match the threshold. */
  readonly entry: string;
  readonly explanation: object;
}

const EXPLAINED = (match: string): string => `match/${match}/explanation`;
const REASON = (match: string, version: number): string => `match/${match}/reason/${version}`;

export const sealExplained = (key: SealingKey, match: string, explained: MatchExplained): Buffer =>
  key.sealJson(EXPLAINED(match), explained);

export const openExplained = (key: SealingKey, { id, explanation }: Pick<KeptMatch, 'id' | 'explanation'>): MatchExplained =>
  key.openJson<MatchExplained>(EXPLAINED(id), explanation);

/** With the key of its customer, out of those that were found; undefined when the person was erased. */
export function openWith(keys: ReadonlyMap<string, SealingKey>, match: KeptMatch): MatchExplained | undefined {
  const key = keys.get(ownerOfCustomer(match.customer));
  return key && openExplained(key, match);
}

export const ownersOf = (matches: readonly Pick<KeptMatch, 'customer'>[]): string[] => [
  ...new Set(matches.map(({ customer }) => ownerOfCustomer(customer))),
];

export const sealReason = (key: SealingKey, match: string, version: number, reason: string): Buffer =>
  key.seal(REASON(match, version), reason);

export const openReason = (key: SealingKey, match: string, version: number, reason: Buffer): string =>
  key.openText(REASON(match, version), reason);

/** By which the matches with an entry are found. */
export const entryMark = (index: BlindIndex, list: string, entry: string): Buffer => index.of('match-entry', `${list}\n${entry}`);
