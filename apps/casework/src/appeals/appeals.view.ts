import type { Appeal, AppealProposal, CaseState } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import { settledView, stepView } from '../decisions/decisions.view.js';

export const appealView = ({
  id,
  notice,
  status,
  receivedAt,
  by,
  evidence,
  grounds,
  reviewer,
  proposals,
  decision,
  decidedAt,
}: Appeal) => ({
  id,
  status,
  ...(notice === undefined ? {} : { notice }),
  receivedAt: isoOf(receivedAt),
  recordedBy: by,
  evidence,
  ...(grounds === undefined ? { erased: true as const } : { grounds }),
  ...(reviewer === undefined ? {} : { reviewer }),
  ...(decision === undefined ? {} : { decision }),
  ...(decidedAt === undefined ? {} : { decidedAt: isoOf(decidedAt) }),
  proposals: proposals.map(decisionView),
});

function decisionView({ step, settled, reasons, ...proposal }: AppealProposal) {
  return {
    ...proposal,
    ...(reasons === undefined ? { erased: true as const } : { reasons }),
    proposed: stepView(step),
    ...(settled === undefined ? {} : { settled: settledView(settled) }),
  };
}

export const appealsView = ({ version, decisions }: CaseState) => ({ version, items: [...decisions.appeals.values()].map(appealView) });
export type AppealsView = ReturnType<typeof appealsView>;
