import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import { fourEyes, mayPropose } from '../decisions/four-eyes.js';
import type { RegulatorReport } from './paper-state.js';
import type { RegulatorReportContent } from './regulator-report.js';

export interface Drafting {
  report: string;
  content: RegulatorReportContent;
  sha256: string;
}

/** A draft by a rule that flagged the case. A draft by the same rule that waits to be checked is superseded by it. */
export function draftRegulatorReport(
  { papers }: CaseState,
  { report, content, sha256 }: Drafting,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const barred = mayPropose(context);
  if (barred) return barred;
  const { rule, ruleVersion, regime } = content.regime;
  if (content.crossings.length === 0)
    return refusal('REPORT_RULE_NOT_IN_CASE', `No flag of ${rule}@${ruleVersion} stands in this case: there is nothing to report.`);
  const number = [...papers.reports.values()].filter((one) => one.rule === rule).length + 1;
  const about = { report, rule, ruleVersion, regime, number, sha256 };
  return { events: [{ type: 'report-drafted', ...happened(context.actor, context.now), ...about, record: { content } }] };
}

/** Final from now on, and never changed: what was checked is what `sha256` names. */
export function checkRegulatorReport(state: CaseState, report: string, context: CaseContext): CaseDecision<CaseEvent> {
  return settled(state, report, context, { type: 'report-finalised', ...happened(context.actor, context.now), report });
}

export function returnRegulatorReport(
  state: CaseState,
  { report, reason }: { report: string; reason: string },
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  return settled(state, report, context, { type: 'report-returned', ...happened(context.actor, context.now), report, record: { reason } });
}

function settled(state: CaseState, id: string, context: CaseContext, event: CaseEvent): CaseDecision<CaseEvent> {
  const report = state.papers.reports.get(id);
  if (report === undefined) return refusal('REPORT_UNKNOWN', 'This case has no such report.');
  if (report.status !== 'draft') return refusal('REPORT_SETTLED', `It is ${STANDS[report.status]}.`);
  return fourEyes(report.drafted, context) ?? { events: [event] };
}

const STANDS: Record<RegulatorReport['status'], string> = {
  draft: 'a draft',
  returned: 'returned: a new draft is a report of its own',
  final: 'final, and never changed',
  superseded: 'superseded by a later draft',
};
