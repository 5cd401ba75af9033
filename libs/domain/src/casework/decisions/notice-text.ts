import type { CaseState } from '../case-state.js';
import type { Instant } from '../case-vocabulary.js';
import { type AppealDecision, type Grounds, type Outcome, type RuleRef, type StatementWords } from './statement.js';

/** What a customer reads: made once, when the notice is served, and kept as it was. */
export interface NoticeText {
  title: string;
  sections: readonly { heading: string; text: string }[];
}

export interface NoticedDecision extends Grounds {
  kind: 'DECISION' | 'APPEAL_DECISION';
  decidedAt: Instant;
  outcome?: Outcome | undefined;
  words: StatementWords;
  /** Of an appeal: how it was decided, why, and what was corrected. */
  appeal?: { decision: AppealDecision; reasons: string; correction?: string | undefined } | undefined;
}

const OUTCOME_SENTENCES: Record<Outcome, string> = {
  NO_ACTION: 'The case ends without any action.',
  MONITORING: 'Nothing is asked of you. The use of compute that this case is about goes on being watched.',
  DUTY_APPLIES: 'A duty of the rules named below is found to apply. Each rule is named with its legal status.',
  MEASURES: 'Measures are taken. Each order comes with its own reasons.',
};

const APPEAL_SENTENCES: Record<AppealDecision, string> = {
  UPHELD: 'Your appeal is upheld.',
  UPHELD_IN_PART: 'Your appeal is upheld in part.',
  REJECTED: 'Your appeal is rejected.',
  REMITTED: 'Your appeal leads to a new investigation: the decision no longer stands, and a new one will be made.',
};

/** The statement of reasons as the customer gets it, with its dates. Evidence is named by kind: its ids are the authority's own. */
export function noticeText(
  state: CaseState,
  decided: NoticedDecision,
  { replyUntil, appealUntil }: { replyUntil: Instant; appealUntil?: Instant | undefined },
): NoticeText {
  const { words, appeal, kind } = decided;
  const sections = [
    { heading: 'Decision', text: decisionSentence(decided) },
    ...(appeal === undefined ? [] : [{ heading: 'Reasons of the decision on the appeal', text: appeal.reasons }]),
    ...(appeal?.correction === undefined ? [] : [{ heading: 'Correction of the record', text: appeal.correction }]),
    { heading: 'Facts', text: words.facts },
    { heading: 'Rules', text: decided.rules.map((rule) => ruleLine(state, rule)).join('\n') || 'None.' },
    { heading: 'Evidence', text: evidenceLines(state, decided.evidence) },
    { heading: 'What was considered', text: words.considered },
    { heading: 'Right to reply', text: `${words.rightToReply}\nUntil ${minuteOf(replyUntil)}.` },
    ...(appealUntil === undefined ? [] : [{ heading: 'Right to appeal', text: `${words.rightToAppeal}\nUntil ${minuteOf(appealUntil)}.` }]),
  ];
  return { title: kind === 'DECISION' ? 'Notice of a decision' : 'Notice of the decision on an appeal', sections };
}

function decisionSentence({ decidedAt, outcome, appeal }: NoticedDecision): string {
  const sentences = [
    appeal && APPEAL_SENTENCES[appeal.decision],
    outcome && OUTCOME_SENTENCES[outcome],
    `Decided on ${minuteOf(decidedAt)}.`,
  ];
  return sentences.filter((one) => one !== undefined).join(' ');
}

function ruleLine(state: CaseState, { rule, version }: RuleRef): string {
  const flag = [...state.flags.values()].find((one) => one.rule === rule);
  return `${rule}, version ${version}${flag === undefined ? '' : `, legal status: ${flag.legalStatus}`}`;
}

function evidenceLines(state: CaseState, evidence: readonly string[]): string {
  const flags = evidence.filter((id) => state.flags.has(id)).length;
  const others = evidence.length - flags;
  const counted = [
    flags > 0 ? `${flags} ${flags === 1 ? 'flag' : 'flags'}, raised from reported use` : undefined,
    others > 0 ? `${others} ${others === 1 ? 'document' : 'documents'} on file: answers, statements or files` : undefined,
  ].filter((one) => one !== undefined);
  return counted.join('\n') || 'None beside the facts above.';
}

/** UTC, to the minute. */
const minuteOf = (at: Instant): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
