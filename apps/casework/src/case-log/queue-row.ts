import { type CaseState, ELAPSING, isBeingWorked, nextMomentOf, SEVERITIES, scopeKeyOf } from '@tidemark/domain';

const TIERS = ['POSSIBLE', 'PROJECTED', 'PROBABLE', 'CERTAIN'];

/** What a queue shows and filters by, of a case as it stands. */
export function queueRowOf(state: CaseState) {
  const clocks = [...state.clocks.values()];
  const flags = [...state.flags.values()].filter(({ withdrawn }) => !withdrawn);
  const duties = clocks.filter(({ kind, status }) => status === 'running' && !ELAPSING.has(kind));
  return {
    subjectKey: scopeKeyOf(state.subject),
    jurisdictions: distinct([state.jurisdiction, ...flags.map(({ jurisdiction }) => jurisdiction)]),
    regimes: distinct(flags.map(({ regime }) => regime)),
    tiers: TIERS.filter((tier) => flags.some((flag) => flag.tier === tier)),
    severity: SEVERITIES.indexOf(state.severity),
    dueAtMs: duties.length === 0 ? null : Math.min(...duties.map(({ dueAt }) => dueAt)),
    breached: clocks.filter(({ status }) => status === 'breached').length,
    isWorked: isBeingWorked(state.stage),
    flags: [...state.flags.keys()],
  };
}

/** The clocks as the job and lists look at them. */
export const clockRowsOf = (state: CaseState) =>
  [...state.clocks.values()].map((clock) => ({
    clock: clock.id,
    kind: clock.kind,
    regime: clock.regime ?? null,
    status: clock.status,
    dueAtMs: clock.dueAt,
    nextAtMs: nextMomentOf(clock) ?? null,
    duty: clock.duty,
    subject: clock.subject,
    jurisdiction: clock.jurisdiction,
    startedAtMs: clock.startedAt,
    breachedAtMs: clock.breachedAt ?? null,
  }));

const distinct = (words: readonly string[]): string[] => [...new Set(words)].sort();
