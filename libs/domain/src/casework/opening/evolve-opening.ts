import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';

export function evolveOpening(state: CaseState, event: CaseEvent): CaseState {
  switch (event.type) {
    case 'case-opened':
      return {
        ...state,
        id: event.case,
        authority: event.authority,
        matter: event.matter,
        subject: event.subject,
        severity: event.severity,
        severityGiven: event.source === 'FLAG' ? 'LOW' : event.severity,
        jurisdiction: event.jurisdiction,
        stage: 'open',
        stageSince: event.at,
        openedAt: event.at,
      };
    case 'flag-joined':
      return withFlag(state, event.flag.id, { ...event.flag, joinedAt: event.at, reason: event.reason, withdrawn: false });
    case 'flag-changed': {
      const flag = state.flags.get(event.flag.id);
      return flag === undefined ? state : withFlag(state, flag.id, { ...flag, ...event.flag });
    }
    case 'flag-withdrawn': {
      const flag = state.flags.get(event.flag);
      return flag === undefined ? state : withFlag(state, flag.id, { ...flag, withdrawn: true });
    }
    case 'subject-widened':
      return { ...state, subject: event.subject };
    case 'case-related':
      return { ...state, related: new Map(state.related).set(event.other, event.reason) };
    case 'severity-changed':
      return { ...state, severity: event.severity };
    case 'case-moved':
      return { ...state, stage: event.to, stageSince: event.at };
    default:
      return state;
  }
}

type KeptFlag = CaseState['flags'] extends ReadonlyMap<string, infer Flag> ? Flag : never;

const withFlag = (state: CaseState, id: string, flag: KeptFlag): CaseState => ({ ...state, flags: new Map(state.flags).set(id, flag) });
