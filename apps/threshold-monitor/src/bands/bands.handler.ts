import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '@tidemark/access';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { isOfTheScheme } from '../ask/asked-scope.js';
import { orRefusal, problemOf } from '../ask/asking-problems.js';
import { tenantOfReader } from '../ask/asking-tenant.js';
import { KnownIdentity } from '../ask/known-identity.js';
import { type Page, pageOf, readCursor } from '../ask/paging.js';
import { type Answer, refuse, shown } from '../ask/refusal.js';
import { RulesInForce } from '../ask/rules-in-force.js';
import { type AskedHead, TotalsReader } from '../totals/totals.port.js';
import { type AfterScope, type BandCounts, type BandPlace, type BandScope, BandTotals } from './bands.port.js';
import { type Band, type Bands, bandsOf } from './bands-of-rules.js';
import { BAND_SCOPES, type BandScopeKind, ownedUse } from './owned-use.js';

export interface BandsAnswer extends Bands {
  readonly head: AskedHead;
  readonly counts: readonly { readonly scope: BandScopeKind; readonly scopes: BandCounts }[];
}

export interface BandPage extends Page<BandScope> {
  readonly head: AskedHead;
  /** Absent: below all of them. */
  readonly band?: Band;
  readonly scope: BandScopeKind;
}

export interface RawBandQuestion {
  /** Id of a rule, or `below`. */
  readonly band: string;
  readonly scope?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** At one time in this process, and one of a caller: each reads all totals. */
const AT_ONCE_MAX = 3;
const BELOW = 'below';

/** Where use stands among the bands of the rulebook: how many scopes are in each, and which. Pseudonymous, as everything of the monitor. */
@Injectable()
export class BandsHandler {
  private readonly asking = new Set<string>();

  constructor(
    private readonly transactions: Transactions,
    private readonly bands: BandTotals,
    private readonly totals: TotalsReader,
    private readonly identity: KnownIdentity,
    private readonly rules: RulesInForce,
  ) {}

  counts(caller: Caller): Promise<BandsAnswer> {
    return this.oneAtATime(caller, async (tx) => {
      const head = await this.totals.head(tx);
      const bands = bandsOf(caller, await this.rules.all(tx));
      const passes = bands.bands.map((band) => band.passes);
      const counts: { scope: BandScopeKind; scopes: BandCounts }[] = [];
      for (const scope of scopesFor(caller)) counts.push({ scope, scopes: await this.count(tx, caller, { scope, passes, head }) });
      return { answer: { ...bands, head, counts } };
    });
  }

  page(caller: Caller, raw: RawBandQuestion): Promise<BandPage> {
    return this.oneAtATime(caller, async (tx): Promise<Answer<BandPage>> => {
      const scope = scopesFor(caller).find((one) => one === raw.scope);
      if (scope === undefined)
        return refuse('SCOPE_INVALID', `scope must be one of ${scopesFor(caller).join(', ')}; it was ${shown(raw.scope ?? '')}.`, 'scope');
      const { bands } = bandsOf(caller, await this.rules.all(tx));
      const found = placeOf(bands, raw.band);
      if ('refused' in found) return found;
      const { place, band } = found.answer;
      const after = readAfter(raw.cursor);
      if ('refused' in after) return after;
      const head = await this.totals.head(tx);
      const scopes = await this.listed(tx, caller, { scope, place, head, after: after.answer, limit: raw.limit + 1 });
      const page = pageOf(scopes, raw.limit, ({ total, provider, id }) => [total.expected.toString(), provider, id]);
      return { answer: { ...page, head, scope, ...(band === undefined ? {} : { band }) } };
    });
  }

  private async count(
    tx: Transaction,
    caller: Caller,
    { scope, passes, head }: { scope: BandScopeKind; passes: readonly bigint[]; head: AskedHead },
  ): Promise<BandCounts> {
    if (scope === 'account') return this.bands.countAccounts(tx, passes);
    return this.bands.countOwners(tx, orRefusal(await ownedUse(caller, await this.known(head), scope)), passes);
  }

  private async listed(
    tx: Transaction,
    caller: Caller,
    asked: { scope: BandScopeKind; place: BandPlace; head: AskedHead; after: AfterScope | undefined; limit: number },
  ): Promise<BandScope[]> {
    const { scope, place, head, after, limit } = asked;
    if (scope === 'account') return this.bands.accounts(tx, place, after, limit);
    const use = orRefusal(await ownedUse(caller, await this.known(head), scope));
    return this.bands.owners(tx, use, place, after, limit);
  }

  private known({ identitySequence, knownAtMs }: AskedHead) {
    return this.identity.asKnownAt(identitySequence, knownAtMs);
  }

  private async oneAtATime<Result>(caller: Caller, work: (tx: Transaction) => Promise<Answer<Result>>): Promise<Result> {
    const who = `${caller.provider ?? ''}\t${actorOf(caller)}`;
    if (this.asking.has(who) || this.asking.size >= AT_ONCE_MAX)
      throw problemOf({ code: 'BANDS_BUSY', detail: 'One such question at a time: it reads all totals.' });
    this.asking.add(who);
    try {
      await this.identity.ready();
      return orRefusal(await this.transactions.read(tenantOfReader(caller), work));
    } finally {
      this.asking.delete(who);
    }
  }
}

/** Parties and groups stand over providers: to a provider they are as if there were none. */
const scopesFor = ({ provider }: Pick<Caller, 'provider'>): BandScopeKind[] =>
  BAND_SCOPES.filter((kind) => provider === undefined || !isOfTheScheme({ kind }));

function placeOf(bands: readonly Band[], name: string): Answer<{ place: BandPlace; band?: Band }> {
  if (name === BELOW) return { answer: { place: { to: bands[0]?.passes } } };
  const at = bands.findIndex(({ rule }) => rule.id === name);
  const band = bands[at];
  if (band === undefined) return refuse('BAND_UNKNOWN', `There is no band ${shown(name)} in force that is counted over all time.`, 'band');
  return { answer: { place: { from: band.passes, to: bands[at + 1]?.passes }, band } };
}

function readAfter(cursor: string | undefined): Answer<AfterScope | undefined> {
  const read = readCursor<[string, string, string]>(cursor, ['text', 'text', 'text']);
  if ('refused' in read) return read;
  if (read.answer === undefined) return { answer: undefined };
  const [expected, provider, id] = read.answer;
  if (!/^\d{1,40}$/.test(expected))
    return refuse('CURSOR_INVALID', 'The cursor must be one that an earlier answer gave as "next".', 'cursor');
  return { answer: { expected: BigInt(expected), provider, id } };
}
