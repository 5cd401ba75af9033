import type { CaseFlag, ComplianceVerdict, SuspensionOrder, UseUnderOrder } from '@tidemark/domain';
import { at } from './orders.view.js';
import type { Asked } from './use-under-order.port.js';

export const complianceView = (order: SuspensionOrder, asked: Asked, flags: readonly CaseFlag[], verdict: ComplianceVerdict) => ({
  order: order.id,
  status: order.status,
  ...at('inForceSince', order.from),
  ...at('acknowledgedAt', order.acknowledgedAt),
  ...at('liftedAt', order.liftedAt),
  ...('use' in asked ? { useAfter: useView(asked.use) } : { notAsked: asked.notAsked }),
  flags: flags.map(({ id }) => id),
  verdict,
});

/** FLOP, decimal. */
const useView = ({ lower, expected, upper, lastHour, heardUntil }: UseUnderOrder) => ({
  lower: lower.toString(),
  expected: expected.toString(),
  upper: upper.toString(),
  ...at('lastHour', lastHour),
  ...at('heardUntil', heardUntil),
});
