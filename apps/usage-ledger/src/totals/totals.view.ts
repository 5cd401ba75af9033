import { acceleratorHoursDecimal, flopDecimal } from '@tidemark/domain';
import type { SumsView } from '@tidemark/edge';
import { isoInstant } from '../ask/instant.js';
import type { TotalsView } from './totals.dto.js';
import type { TotalsAnswer } from './totals.handler.js';
import type { Sums } from './totals-fold.js';

export const sumsView = ({ acceleratorMs, lower, expected, upper }: Sums): SumsView => ({
  acceleratorHours: acceleratorHoursDecimal(acceleratorMs),
  acceleratorMs: acceleratorMs.toString(),
  lower: flopDecimal(lower),
  expected: flopDecimal(expected),
  upper: flopDecimal(upper),
  tflop: { lower: lower.toString(), expected: expected.toString(), upper: upper.toString() },
});

export function totalsView({ question, provider, knownAtMs, ledgerPosition, total, groups }: TotalsAnswer): TotalsView {
  return {
    provider,
    scope: question.scope,
    id: question.id ?? provider,
    ...(question.fromMs === undefined ? {} : { from: isoInstant(question.fromMs) }),
    ...(question.toMs === undefined ? {} : { to: isoInstant(question.toMs) }),
    knownAt: isoInstant(knownAtMs),
    ledgerPosition: ledgerPosition.toString(),
    ...sumsView(total),
    groups: groups.map(({ key, sums }) => ({ key, ...sumsView(sums) })),
  };
}
