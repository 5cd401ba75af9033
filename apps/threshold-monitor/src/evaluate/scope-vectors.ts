import { type HourSums, type HourVector, hasHour, type Scope, type Span, scopeKey, type TripleTotal } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { flat, type HoursByAccount, hoursByAccount, isPartOf, within, without } from './account-hours.js';
import type { ProviderNames } from './provider-names.js';
import type { VectorSource } from './vector-source.port.js';

export interface VectorMembership {
  readonly accounts: ProviderNames;
  readonly clusters: ProviderNames;
  /** Another whenever spans or the accounts that have a number may be others. */
  readonly membershipStamp: string;
  spansOf(scope: Scope): readonly Span[];
  /** Scopes that hold much of the hour's use, widest last: what may be known of them is added whole. */
  scopesAt(provider: string, account: string, hour: number): readonly Scope[];
}

interface Kept {
  /** Of a compute cluster: undefined, all that is posted there. */
  hours: HoursByAccount | undefined;
  vector: HourSums;
  /** Of the membership that the hours are of. */
  stamp: string;
}

/** Hour entries to keep, of 28 bytes each: beyond, the vectors that were not asked for longest are dropped. */
const ENTRIES_MAX = 12_000_000;
/** From so many accounts on it pays to look for a kept vector that covers them. */
const WORTH_COVERING = 8;

/**
 * Vectors of scopes, kept in step with what is posted. One whose accounts or hours changed is mended by adding and subtracting vectors: of
 * other scopes that are kept and lie wholly within the difference, and of accounts for the rest. So two groups that become one are added,
 * whatever the number of their accounts.
 */
export class ScopeVectors {
  private readonly kept = new Map<string, Kept>();
  private entries = 0;

  constructor(
    private readonly membership: VectorMembership,
    private readonly source: VectorSource,
    private readonly entriesMax = ENTRIES_MAX,
  ) {}

  /**
   * As all that was posted and is known stands. The vector goes on being kept in step: it is to be read at once. `regrouped`: scopes that
   * the same facts changed, whose kept vectors may be what is added or taken away here.
   */
  async of(tx: Transaction, scope: Scope, regrouped: readonly Scope[] = []): Promise<HourVector> {
    const key = scopeKey(scope);
    const kept = this.kept.get(key) ?? (await this.start(tx, scope));
    // Asked for last: dropped last.
    this.kept.delete(key);
    this.kept.set(key, kept);
    if (kept.hours && kept.stamp !== this.membership.membershipStamp) {
      const wanted = hoursByAccount(this.membership.spansOf(scope), this.membership.accounts);
      await this.mend(tx, { key, kept, regrouped }, wanted);
      kept.stamp = this.membership.membershipStamp;
    }
    return kept.vector;
  }

  /** Postings of an account's hour in a compute cluster, which the source has already. */
  post(scopes: readonly Scope[], accountId: number, hour: number, { lower, expected, upper }: TripleTotal): void {
    for (const scope of scopes) {
      const kept = this.kept.get(scopeKey(scope));
      if (!kept || (kept.hours && !hasHour(kept.hours.get(accountId) ?? [], hour))) continue;
      const before = kept.vector.length;
      // An hour beyond 64 bits: the vector is read anew.
      if (kept.vector.add(hour, lower, expected, upper)) this.forget(scope);
      else this.entries += kept.vector.length - before;
    }
  }

  forget(scope: Scope): void {
    const key = scopeKey(scope);
    this.entries -= this.kept.get(key)?.vector.length ?? 0;
    this.kept.delete(key);
  }

  /** At the end of a transaction, when no vector is being read. */
  dropOldest(): void {
    for (const [key, { vector }] of this.kept) {
      if (this.entries <= this.entriesMax) return;
      this.entries -= vector.length;
      this.kept.delete(key);
    }
  }

  private async start(tx: Transaction, scope: Scope): Promise<Kept> {
    if (scope.kind === 'cluster') {
      const id = this.membership.clusters.idOf(scope.provider, scope.id);
      const vector = id === undefined ? await this.source.sumOf(tx, []) : await this.source.ofCluster(tx, id);
      this.entries += vector.length;
      return { hours: undefined, vector, stamp: '' };
    }
    return { hours: new Map(), vector: await this.source.sumOf(tx, []), stamp: '' };
  }

  private async mend(tx: Transaction, mended: Mended, wanted: HoursByAccount): Promise<void> {
    const { kept } = mended;
    const before = kept.vector.length;
    const added = without(wanted, kept.hours!);
    const removed = without(kept.hours!, wanted);
    const plus = await this.cover(tx, mended, added);
    const minus = await this.cover(tx, mended, removed);
    const refused =
      plus.some((part) => kept.vector.addVector(part.vector, part.fromHour, part.toHour)) ||
      minus.some((part) => kept.vector.subtractVector(part.vector, part.fromHour, part.toHour));
    // An hour beyond 64 bits, which the source knows how to write down.
    if (refused) kept.vector = await this.source.sumOf(tx, flat(wanted));
    kept.hours = wanted;
    this.entries += kept.vector.length - before;
  }

  /** Vectors that together are exactly these hours of these accounts. */
  private async cover(tx: Transaction, mended: Mended, hours: HoursByAccount): Promise<Part[]> {
    const parts: Part[] = [];
    let rest = hours;
    while (rest.size >= WORTH_COVERING) {
      const part = this.keptWithin(mended, rest);
      if (!part) break;
      parts.push(part);
      rest = without(rest, part.covers);
    }
    if (rest.size > 0) parts.push({ vector: await this.source.sumOf(tx, flat(rest)), fromHour: -Infinity, toHour: Infinity, covers: rest });
    return parts;
  }

  /** The largest kept vector that, cut to the stretch in which the first account is asked for, holds nothing else than what is asked for. */
  private keptWithin({ key, regrouped }: Mended, hours: HoursByAccount): Part | undefined {
    const [accountId, [fromHour, toHour]] = hours.entries().next().value as [number, [number, number]];
    const { provider, name } = this.membership.accounts.of(accountId);
    let largest: Part | undefined;
    for (const scope of [...this.membership.scopesAt(provider, name, fromHour), ...regrouped]) {
      const other = this.kept.get(scopeKey(scope));
      if (!other?.hours || scopeKey(scope) === key || other.hours.size <= Math.max(largest?.covers.size ?? 0, WORTH_COVERING)) continue;
      const covers = within(other.hours, [fromHour, toHour]);
      if (covers.size > (largest?.covers.size ?? 0) && isPartOf(covers, hours))
        largest = { vector: other.vector, fromHour, toHour, covers };
    }
    return largest;
  }
}

interface Mended {
  readonly key: string;
  readonly kept: Kept;
  readonly regrouped: readonly Scope[];
}

interface Part {
  readonly vector: HourVector;
  readonly fromHour: number;
  readonly toHour: number;
  readonly covers: HoursByAccount;
}
