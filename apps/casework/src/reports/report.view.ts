import type { RegulatorReport } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';

export const reportView = ({ id, rule, ruleVersion, regime, number, status, drafted, settled, sha256, returnedFor }: RegulatorReport) => ({
  id,
  rule,
  ruleVersion,
  regime,
  number,
  status,
  draftedBy: drafted.person,
  draftedAt: isoOf(drafted.at),
  ...(settled === undefined ? {} : { settledBy: settled.person, settledAt: isoOf(settled.at) }),
  ...(returnedFor === undefined ? {} : { returnedFor }),
  sha256,
});
export type ReportView = ReturnType<typeof reportView>;

/** The report as it leaves: what was checked, and by whom. */
export const reportDocument = (report: RegulatorReport) => ({ ...reportView(report), content: report.content! });
