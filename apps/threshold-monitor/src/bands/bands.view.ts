import type { Caller } from '@tidemark/access';
import { flopDecimal, legalStatusAt, ruleKey, type TripleTotal, twoFigures } from '@tidemark/domain';
import { writtenId } from '../ask/asked-scope.js';
import { isoOf } from '../ask/window.js';
import type { BandPageView, BandsView, BandView, RoundedTotalsView, ScopeCountsView } from './bands.dto.js';
import type { BandPage, BandsAnswer } from './bands.handler.js';
import type { BandScope } from './bands.port.js';
import type { BandScopeKind } from './owned-use.js';

export function bandsView({ head, bands, notCounted, counts }: BandsAnswer, nowMs: number): BandsView {
  const scopesIn = (from: number, to: number): ScopeCountsView =>
    Object.fromEntries(counts.map(({ scope, scopes }) => [scope, sumOf(scopes.slice(from, to))])) as unknown as ScopeCountsView;
  return {
    knownAt: isoOf(head.knownAtMs),
    ledgerPosition: head.ledgerPosition.toString(),
    identitySequence: head.identitySequence.toString(),
    bands: bands.map(
      ({ rule }, at): BandView => ({
        band: rule.id,
        version: rule.version,
        title: rule.title,
        number: rule.number.printed,
        comparison: rule.comparison,
        ...(rule.level === undefined ? {} : { level: rule.level }),
        legalStatus: legalStatusAt(rule, nowMs),
        passed: scopesIn(at + 1, Number.POSITIVE_INFINITY),
        within: scopesIn(at + 1, at + 2),
      }),
    ),
    below: scopesIn(0, 1),
    notCounted: notCounted.map(ruleKey),
  };
}

export const bandPageView = (caller: Caller, { head, band, scope, items, next }: BandPage): BandPageView => ({
  knownAt: isoOf(head.knownAtMs),
  band: band?.rule.id ?? 'below',
  scope,
  items: items.map((item) => ({ ...placed(caller, scope, item), totals: rounded(item.total) })),
  ...(next === undefined ? {} : { next }),
});

const placed = (caller: Caller, scope: BandScopeKind, { provider, id }: BandScope) =>
  scope === 'account' ? { provider, id: writtenId(caller, { kind: scope, provider, id }) } : { id };

/** Enough to say where to look. The interval is widened, so that it still holds what was counted; GET /v1/totals has it to the digit. */
const rounded = ({ lower, expected, upper }: TripleTotal): RoundedTotalsView => ({
  lower: twoFigures(flopDecimal(lower), 'DOWN')!,
  expected: twoFigures(flopDecimal(expected), 'NEAREST')!,
  upper: twoFigures(flopDecimal(upper), 'UP')!,
});

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
