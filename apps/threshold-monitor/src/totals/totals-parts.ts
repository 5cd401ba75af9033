import type { Caller } from '@tidemark/access';
import { type Attribution, complementOf, type LinkVersion, type Scope, type Span } from '@tidemark/domain';
import { isOfTheScheme } from '../ask/asked-scope.js';
import { type Answer, refuse, shown } from '../ask/refusal.js';
import { clipped, type OwnedHours, type OwnedSpan, ownedHours } from './owned-hours.js';
import type { UsedScope } from './totals.port.js';
import { hoursOf, type TotalsQuestion } from './totals-question.js';

/** What a total is added up from; unlinked use is all of a provider's less what is linked. */
export type TotalsPart = { readonly sign: 1n | -1n } & (
  | { readonly kind: 'spans'; readonly spans: readonly OwnedSpan[] }
  | { readonly kind: 'cluster'; readonly provider: string; readonly id: string }
  | { readonly kind: 'provider'; readonly provider: string }
);

export interface TotalsParts {
  readonly parts: readonly TotalsPart[];
  readonly hours: OwnedHours;
  readonly links: readonly LinkVersion[];
  /** Known by its use alone: it must have been used. */
  readonly used?: UsedScope;
}

const NO_HOURS: OwnedHours = { spans: [], owners: [{}] };

/** What the scope's total is the sum of, or that the caller knows no such scope: one that is not his to see is as if there were none. */
export function totalsParts(caller: Caller, attribution: Attribution, { scope, ...times }: TotalsQuestion): Answer<TotalsParts> {
  const window = hoursOf(times);
  if (scope.kind === 'unlinked') {
    const linked = clipped(linkedSpans(attribution, scope.provider), window);
    const parts: TotalsPart[] = [
      { sign: 1n, kind: 'provider', provider: scope.provider },
      { sign: -1n, kind: 'spans', spans: linked.spans },
    ];
    const answer = { parts, hours: NO_HOURS, links: [] };
    // A provider knows that there is itself, also before it used anything.
    return { answer: caller.provider === scope.provider ? answer : { ...answer, used: { kind: 'provider', provider: scope.provider } } };
  }
  if (scope.kind === 'cluster') {
    const { kind, provider, id } = scope;
    return { answer: { parts: [{ sign: 1n, kind, provider, id }], hours: NO_HOURS, links: [], used: { kind, provider, id } } };
  }
  if (!isVisible(caller, attribution, scope))
    return refuse('UNKNOWN_SCOPE', `The monitor knows no ${scope.kind} ${shown(scope.id)}.`, 'id');
  const hours = ownedHours(attribution, scope, window);
  const answer = {
    parts: [{ sign: 1n, kind: 'spans', spans: hours.spans }] as const,
    hours,
    links: attribution.versionsBehind(scope).links,
  };
  return { answer: scope.kind === 'account' ? { ...answer, used: { kind: 'account', provider: scope.provider, id: scope.id } } : answer };
}

/** A provider's own customers and accounts; of the scheme, everybody whom any fact named. */
export function isVisible(caller: Pick<Caller, 'provider'>, attribution: Attribution, scope: Scope): boolean {
  if (scope.kind === 'cluster' || scope.kind === 'account') return caller.provider === undefined || caller.provider === scope.provider;
  if (caller.provider !== undefined) return !isOfTheScheme(scope) && attribution.providerOf(scope.id) === caller.provider;
  if (scope.kind === 'customer') return attribution.providerOf(scope.id) !== undefined;
  if (scope.kind === 'party') return attribution.membersOf(scope, 0, 1).length > 0;
  return attribution.controllers(scope.controlRule).includes(scope.id);
}

/** The hours of the provider's accounts that were anybody's. */
function linkedSpans(attribution: Attribution, provider: string): Span[] {
  const unlinked = new Map<string, number[]>();
  for (const { account, fromHour, toHour } of attribution.spansOf({ kind: 'unlinked', provider })) {
    const own = unlinked.get(account);
    if (own) own.push(fromHour, toHour);
    else unlinked.set(account, [fromHour, toHour]);
  }
  return [...unlinked].flatMap(([account, hours]) => {
    const linked = complementOf(hours);
    return Array.from({ length: linked.length / 2 }, (_, i) => ({
      provider,
      account,
      fromHour: linked[2 * i]!,
      toHour: linked[2 * i + 1]!,
    }));
  });
}
