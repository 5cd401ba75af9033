import { CASE_MOVES, type CaseClock, type CaseMove, type CaseState, canMove } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';

/** A proposal becomes void by what happened, not by a call. */
const MOVES_OF_PEOPLE = (Object.keys(CASE_MOVES) as CaseMove[]).filter((move) => move !== 'void');

/** A case as regulators and auditors read it: pseudonymous, and of its desk and parts how many there are. What they are is asked of each. */
export function caseView(state: CaseState, nowMs: number) {
  const { id, version, authority, matter, subject, stage, stageSince, severity, openedAt, jurisdiction } = state;
  return {
    id,
    version,
    authority,
    matter,
    subject,
    stage,
    stageSince: isoOf(stageSince),
    moves: MOVES_OF_PEOPLE.filter((move) => canMove(stage, move)),
    severity,
    jurisdiction,
    openedAt: isoOf(openedAt),
    desk: deskView(state),
    flags: [...state.flags.values()].map(({ momentMs, knownAtMs, joinedAt, ...flag }) => ({
      ...flag,
      moment: isoOf(momentMs),
      knownAt: isoOf(knownAtMs),
      joinedAt: isoOf(joinedAt),
    })),
    related: [...state.related].map(([other, reason]) => ({ case: other, reason })),
    clocks: [...state.clocks.values()].map((clock) => clockView(clock, nowMs)),
    counts: countsOf(state),
  };
}
export type CaseView = ReturnType<typeof caseView>;

function deskView({ desk: { assignee, watchers, snooze } }: CaseState) {
  return {
    assignee: assignee ?? null,
    watchers: [...watchers].sort(),
    ...(snooze && { snoozed: { until: isoOf(snooze.until), since: isoOf(snooze.since), by: snooze.by, reason: snooze.reason ?? null } }),
  };
}

const countsOf = ({ desk, decisions, access, requests, orders, incidents, referrals, evaluations, papers }: CaseState) => ({
  notes: desk.notes.length,
  attachments: desk.files.length,
  mentions: desk.mentions.length,
  proposals: decisions.proposals.size,
  notices: decisions.notices.size,
  replies: decisions.replies.size,
  appeals: decisions.appeals.size,
  corrections: decisions.corrections.length,
  identityRequests: access.requests.size,
  identityGrants: access.grants.size,
  identityReads: access.reads.length,
  informationRequests: requests.information.size,
  declarations: requests.declarations.size,
  orderWarnings: orders.warnings.size,
  orders: orders.orders.size,
  incidents: incidents.size,
  referrals: referrals.referrals.size,
  evaluations: evaluations.size,
  reports: papers.reports.size,
  holds: papers.holds.size,
});

/** With what remains: negative once it is over. */
export function clockView(
  { id, kind, status, duty, startedAt, dueAt, warnAt, endedAt, breachedAt, term, ...clock }: CaseClock,
  nowMs: number,
) {
  return {
    ...{ id, kind, status, duty, ...clock },
    term: term.unit === 'UNTIL' ? { unit: term.unit, at: isoOf(term.at) } : term,
    startedAt: isoOf(startedAt),
    dueAt: isoOf(dueAt),
    warnAt: warnAt.map(isoOf),
    ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }),
    ...(breachedAt === undefined ? {} : { breachedAt: isoOf(breachedAt) }),
    ...(status === 'running' || status === 'breached' ? { remainingMs: dueAt - nowMs } : {}),
  };
}
