import { type CaseClock, type CaseState, ELAPSING, isBeingWorked, nextMomentOf, SEVERITIES, scopeKeyOf } from '@tidemark/domain';

const TIERS = ['POSSIBLE', 'PROJECTED', 'PROBABLE', 'CERTAIN'];

/** What a queue shows and filters by, of a case as it stands. */
export function queueRowOf(state: CaseState) {
  const clocks = [...state.clocks.values()];
  const flags = [...state.flags.values()].filter(({ withdrawn }) => !withdrawn);
  const duties = clocks.filter(({ kind, status }) => (status === 'running' || status === 'breached') && !ELAPSING.has(kind));
  const due = duties.reduce<CaseClock | undefined>(
    (first, clock) => (first !== undefined && first.dueAt <= clock.dueAt ? first : clock),
    undefined,
  );
  return {
    subjectKey: scopeKeyOf(state.subject),
    jurisdictions: distinct([state.jurisdiction, ...flags.map(({ jurisdiction }) => jurisdiction)]),
    regimes: distinct(flags.map(({ regime }) => regime)),
    tiers: TIERS.filter((tier) => flags.some((flag) => flag.tier === tier)),
    severity: SEVERITIES.indexOf(state.severity),
    dueAtMs: due?.dueAt ?? null,
    dueKind: due?.kind ?? null,
    dueRegime: due?.regime ?? null,
    assignee: state.desk.assignee ?? null,
    snoozedUntilMs: state.desk.snooze?.until ?? null,
    breached: clocks.filter(({ status }) => status === 'breached').length,
    isWorked: isBeingWorked(state.stage),
    flags: [...state.flags.keys()],
  };
}

/** What a queue is filtered by of which a case has several, one word with its value for each; and what it is about. */
export function labelsOf(state: CaseState): string[] {
  const { jurisdictions, regimes, tiers, subjectKey } = queueRowOf(state);
  return [
    ...jurisdictions.map((one) => label('jurisdiction', one)),
    ...regimes.map((one) => label('regime', one)),
    ...tiers.map((one) => label('tier', one)),
    ...[...state.desk.watchers].map((one) => label('watcher', one)),
    label('subject', subjectKey),
  ];
}

export type LabelKind = 'jurisdiction' | 'regime' | 'tier' | 'watcher' | 'subject';
export const label = (kind: LabelKind, value: string): string => `${kind} ${value}`;

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
