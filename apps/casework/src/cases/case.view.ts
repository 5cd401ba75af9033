import type { CaseClock, CaseState } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';

/** A case as regulators and auditors read it. */
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
    severity,
    jurisdiction,
    openedAt: isoOf(openedAt),
    flags: [...state.flags.values()].map(({ momentMs, knownAtMs, joinedAt, ...flag }) => ({
      ...flag,
      moment: isoOf(momentMs),
      knownAt: isoOf(knownAtMs),
      joinedAt: isoOf(joinedAt),
    })),
    clocks: [...state.clocks.values()].map((clock) => clockView(clock, nowMs)),
  };
}
export type CaseView = ReturnType<typeof caseView>;

/** With what remains: negative once it is over. */
export function clockView({ startedAt, dueAt, warnAt, endedAt, breachedAt, ...clock }: CaseClock, nowMs: number) {
  return {
    ...clock,
    startedAt: isoOf(startedAt),
    dueAt: isoOf(dueAt),
    warnAt: warnAt.map(isoOf),
    ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }),
    ...(breachedAt === undefined ? {} : { breachedAt: isoOf(breachedAt) }),
    ...(clock.status === 'running' || clock.status === 'breached' ? { remainingMs: dueAt - nowMs } : {}),
  };
}
