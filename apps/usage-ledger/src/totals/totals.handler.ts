import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { timeName } from '@tidemark/domain';
import { type Tenant, type Transaction, Transactions } from '@tidemark/persistence';
import { type Answer, refuse, shown } from '../ask/ledger-refusal.js';
import { RegisteredFacilities } from '../facilities/registered-facilities.js';
import { type GroupNames, type LedgerHead, type ScopeIds, TotalsReader } from './totals.port.js';
import { type GroupSums, type PostingFilter, type Sums, sumOf, TotalsFold } from './totals-fold.js';
import { type Grouping, type GroupKey, groupingOf } from './totals-grouping.js';
import { hoursOf, type TotalsQuestion } from './totals-question.js';

/** More would not fit an answer that anybody reads: ask for a shorter window or a coarser grouping. */
export const GROUPS_MAX = 50_000;

/** Who is meant, after tenancy has had its say: a provider, and the name of the scope within it. */
export interface ScopeName {
  provider: string;
  name: string;
}

export interface TotalsAnswer {
  question: TotalsQuestion;
  provider: string;
  /** The moment for which the answer is exact: asking again with it gives the same, for ever. */
  knownAtMs: number;
  ledgerPosition: bigint;
  total: Sums;
  groups: { key: Partial<Record<GroupKey, string>>; sums: Sums }[];
}

@Injectable()
export class TotalsHandler {
  constructor(
    private readonly transactions: Transactions,
    @Inject(TotalsReader) private readonly reader: TotalsReader,
    private readonly facilities: RegisteredFacilities,
    private readonly clock: Clock,
  ) {}

  async handle(tenant: Tenant, question: TotalsQuestion, who: ScopeName): Promise<Answer<TotalsAnswer>> {
    const registered = await this.isRegistered(question, who);
    return this.transactions.read(tenant, async (tx) => {
      const head = await this.reader.head(tx);
      // The ledger's own time counts too: another instance's clock may be ahead of this one's.
      if (question.knownAtMs !== undefined && question.knownAtMs > Math.max(this.clock.now(), head.knownAtMs))
        return refuse('KNOWN_AT_IN_FUTURE', 'knownAt must not be in the future: nobody knows yet what will be known then.', 'knownAt');
      const scope = await this.reader.scope(tx, who.provider, question.scope, who.name);
      if (!scope && !registered)
        return refuse('UNKNOWN_SCOPE', `The ledger knows no ${question.scope} ${shown(question.id ?? who.name)}.`, 'id');
      const grouping = groupingOf(question.by);
      const known = await this.sums(tx, scope, question, grouping, head);
      if ('refused' in known) return known;
      const { fold, knownAtMs, ledgerPosition } = known.answer;
      const sums = fold.result();
      const groups = question.by.length === 0 ? [] : named(sums, grouping, await this.reader.names(tx, sums));
      return { answer: { question, provider: who.provider, knownAtMs, ledgerPosition, total: sumOf(sums), groups } };
    });
  }

  /** A cluster that is registered and was never used has totals: zeros. An account is known by its use alone. */
  private async isRegistered(question: TotalsQuestion, who: ScopeName): Promise<boolean> {
    if (question.scope === 'provider') return this.facilities.hasProvider(who.provider);
    return question.scope === 'cluster' && (await this.facilities.cluster(who.provider, who.name)) !== undefined;
  }

  private async sums(tx: Transaction, scope: ScopeIds | undefined, question: TotalsQuestion, grouping: Grouping, head: LedgerHead) {
    const past = question.knownAtMs !== undefined && question.knownAtMs < head.knownAtMs ? question.knownAtMs : undefined;
    const fold = new TotalsFold(grouping);
    const now = { fold, knownAtMs: past ?? head.knownAtMs, ledgerPosition: head.position };
    if (!scope) return { answer: now };
    const filter: PostingFilter = { ...scope, ...hoursOf(question.fromMs, question.toMs) };
    if (past === undefined) {
      for (const row of await this.reader.current(tx, scope.providerId, filter, grouping, GROUPS_MAX + 1)) fold.add(row);
      return fold.size > GROUPS_MAX ? tooMany() : { answer: now };
    }
    return this.sumsAsKnown(tx, scope.providerId, filter, grouping, fold, past);
  }

  /** Exact at any past moment: the postings until then summed up, or those since then taken from the totals, whichever reads less. */
  private async sumsAsKnown(
    tx: Transaction,
    providerId: number,
    filter: PostingFilter,
    grouping: Grouping,
    fold: TotalsFold,
    knownAtMs: number,
  ) {
    const around = await this.reader.segmentsAround(tx, providerId, knownAtMs);
    const side = around.bytesUpTo <= around.bytesAfter ? 'up-to' : 'after';
    if (side === 'after') for (const row of await this.reader.current(tx, providerId, filter, grouping, GROUPS_MAX + 1)) fold.add(row);
    if (fold.size > GROUPS_MAX) return tooMany();
    for await (const columns of this.reader.postings(tx, providerId, side, knownAtMs)) {
      fold.fold(columns, filter, side === 'up-to' ? 1n : -1n);
      if (fold.size > GROUPS_MAX) return tooMany();
    }
    return { answer: { fold, knownAtMs, ledgerPosition: around.position } };
  }
}

const tooMany = () =>
  refuse(
    'TOO_MANY_GROUPS',
    `The answer has more than ${GROUPS_MAX} groups: ask for a shorter window, a narrower scope or a coarser grouping.`,
    'by',
  );

function named(sums: readonly GroupSums[], grouping: Grouping, names: GroupNames): TotalsAnswer['groups'] {
  const groups = sums.map((group) => ({
    key: Object.fromEntries(grouping.keys.map((key) => [key, nameOf(group, grouping, key, names)])) as Partial<Record<GroupKey, string>>,
    sums: { acceleratorMs: group.acceleratorMs, lower: group.lower, expected: group.expected, upper: group.upper },
  }));
  return groups.sort((a, b) => compareKeys(grouping.keys, a.key, b.key));
}

function nameOf(group: GroupSums, grouping: Grouping, key: GroupKey, names: GroupNames): string {
  switch (key) {
    case 'accelerator':
      return found(names.accelerators, group.acceleratorId);
    case 'account':
      return found(names.accounts, group.accountId);
    case 'cluster':
      return found(names.clusters, group.clusterId);
    default:
      return timeName(grouping.grain, group.slot, key);
  }
}

function found(names: ReadonlyMap<number, string>, id: number): string {
  const name = names.get(id);
  if (name === undefined) throw new Error(`The ledger has a posting for id ${id} that has no name`);
  return name;
}

/** By code units, not by a locale: the same order on every machine. */
function compareKeys(keys: readonly GroupKey[], a: Partial<Record<GroupKey, string>>, b: Partial<Record<GroupKey, string>>): number {
  for (const key of keys) {
    const [x, y] = [a[key]!, b[key]!];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
