import type { CaseEvent } from '../case-event.js';
import type { Instant } from '../case-vocabulary.js';
import { type Step, stepOf } from '../decisions/four-eyes.js';

/**
 *   draft ──check, by another person──▶ final (never changed)
 *     ├──return, with a reason──▶ returned
 *     └──a later draft by the same rule──▶ superseded
 */
export interface RegulatorReport {
  id: string;
  rule: string;
  ruleVersion: number;
  regime: string;
  number: number;
  status: 'draft' | 'returned' | 'final' | 'superseded';
  drafted: Step;
  settled?: Step | undefined;
  sha256: string;
  /** Absent: the case's own key is gone. */
  content?: object | undefined;
  returnedFor?: string | undefined;
}

/** While one stands, nothing of the case is erased. */
export interface LegalHold {
  id: string;
  placed: Step;
  reason?: string | undefined;
  releaseRequests: ReadonlyMap<string, Step & { reason?: string | undefined }>;
  released?: Step | undefined;
}

export interface ErasureRequest {
  id: string;
  cause: 'ASKED' | 'SUBJECT_ERASED';
  asked: Step;
  reason?: string | undefined;
  ordered?: Step | undefined;
}

export interface PapersState {
  reports: ReadonlyMap<string, RegulatorReport>;
  holds: ReadonlyMap<string, LegalHold>;
  erasureRequests: ReadonlyMap<string, ErasureRequest>;
  /** Customer records whose persons the registry erased. */
  erasedSubjects: ReadonlyMap<string, Instant>;
  /** How often the case was closed: each closing has its own clock of retention. */
  closings: number;
  /** Retention is over since then; undefined again when the case is reopened. */
  retentionDueAt?: Instant | undefined;
  erased?: { at: Instant; cause: 'RETENTION' | 'REQUEST' } | undefined;
}

export const NO_PAPERS: PapersState = {
  reports: new Map(),
  holds: new Map(),
  erasureRequests: new Map(),
  erasedSubjects: new Map(),
  closings: 0,
};

export function evolvePapers(state: PapersState, event: CaseEvent): PapersState {
  switch (event.type) {
    case 'report-drafted':
    case 'report-returned':
    case 'report-finalised':
      return { ...state, reports: evolveReports(state.reports, event) };
    case 'hold-placed':
    case 'hold-release-asked':
    case 'hold-released':
      return { ...state, holds: evolveHolds(state.holds, event) };
    case 'erasure-asked':
      return withErasure(state, { id: event.request, cause: event.cause, asked: stepOfEvent(event), reason: event.record?.reason });
    case 'person-erased':
      return erased(state, event);
    case 'retention-due':
      return { ...state, retentionDueAt: event.due };
    case 'subject-erased':
      return { ...state, erasedSubjects: new Map(state.erasedSubjects).set(event.customer, event.at) };
    case 'case-moved':
      return event.to === 'closed'
        ? { ...state, closings: state.closings + 1 }
        : event.from === 'closed'
          ? { ...state, retentionDueAt: undefined }
          : state;
    default:
      return state;
  }
}

export const standingHolds = ({ holds }: PapersState): LegalHold[] => [...holds.values()].filter(({ released }) => released === undefined);

type Of<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

function evolveReports(
  reports: PapersState['reports'],
  event: Of<'report-drafted' | 'report-returned' | 'report-finalised'>,
): PapersState['reports'] {
  if (event.type === 'report-drafted') {
    const { report: id, rule, ruleVersion, regime, number, sha256, record } = event;
    const drafted = {
      id,
      rule,
      ruleVersion,
      regime,
      number,
      sha256,
      status: 'draft',
      drafted: stepOfEvent(event),
      content: record?.content,
    } as const;
    return new Map([...reports].map(([key, one]) => [key, supersededBy(rule, one)] as const)).set(id, drafted);
  }
  const report = reports.get(event.report);
  if (report === undefined) return reports;
  const settled = stepOfEvent(event);
  return new Map(reports).set(
    report.id,
    event.type === 'report-finalised'
      ? { ...report, status: 'final', settled }
      : { ...report, status: 'returned', settled, returnedFor: event.record?.reason },
  );
}

const supersededBy = (rule: string, report: RegulatorReport): RegulatorReport =>
  report.rule === rule && report.status === 'draft' ? { ...report, status: 'superseded' } : report;

function evolveHolds(holds: PapersState['holds'], event: Of<'hold-placed' | 'hold-release-asked' | 'hold-released'>): PapersState['holds'] {
  const step = stepOfEvent(event);
  if (event.type === 'hold-placed')
    return new Map(holds).set(event.hold, { id: event.hold, placed: step, reason: event.record?.reason, releaseRequests: new Map() });
  const hold = holds.get(event.hold);
  if (hold === undefined) return holds;
  return new Map(holds).set(
    hold.id,
    event.type === 'hold-released'
      ? { ...hold, released: step }
      : { ...hold, releaseRequests: new Map(hold.releaseRequests).set(event.request, { ...step, reason: event.record?.reason }) },
  );
}

const withErasure = (state: PapersState, request: ErasureRequest): PapersState => ({
  ...state,
  erasureRequests: new Map(state.erasureRequests).set(request.id, request),
});

function erased(state: PapersState, event: Of<'person-erased'>): PapersState {
  const request = event.request === undefined ? undefined : state.erasureRequests.get(event.request);
  const after = request === undefined ? state : withErasure(state, { ...request, ordered: stepOfEvent(event) });
  return { ...after, erased: { at: event.at, cause: event.cause } };
}

const stepOfEvent = ({ by, role, authority, at }: CaseEvent): Step => stepOf({ person: by, human: true, role, authority }, at);
