import { fromBinary } from '@bufbuild/protobuf';
import { PostedBatchSchema } from '@tidemark/contracts';
import type { SeenAccount } from './accounts.port.js';

const HOUR_MS = 3_600_000;

/** The accounts of one message of postings, in its order. Throws on bytes that are no postings. */
export function accountsOf(value: Uint8Array, nowMs: number): SeenAccount[] {
  const { names, provider, account, hour } = fromBinary(PostedBatchSchema, value);
  return account.map((place, i) => ({
    provider: nameAt(names, provider[i]),
    account: nameAt(names, place),
    firstUseHourMs: Number(hour[i]) * HOUR_MS,
    firstSeenMs: nowMs,
  }));
}

function nameAt(names: readonly string[], place: number | undefined): string {
  const name = names[place ?? -1];
  if (name === undefined) throw new Error('a posting names what its dictionary does not hold');
  return name;
}

export const accountKey = ({ provider, account }: Pick<SeenAccount, 'provider' | 'account'>): string => `${provider}\0${account}`;

/** Each account once, with its earliest hour: one statement cannot touch a row twice. */
export function earliestOfEach(accounts: readonly SeenAccount[]): SeenAccount[] {
  const found = new Map<string, SeenAccount>();
  for (const account of accounts) {
    const known = found.get(accountKey(account));
    if (known === undefined || account.firstUseHourMs < known.firstUseHourMs) found.set(accountKey(account), account);
  }
  return [...found.values()];
}
