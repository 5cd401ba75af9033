import type { CaseEvent } from '../case-event.js';
import type { Instant, PersonId } from '../case-vocabulary.js';
import type { MentionKind } from './desk-event.js';

export interface DeskNote {
  id: string;
  by: PersonId;
  at: Instant;
  /** Undefined: erased. */
  text: string | undefined;
}

export interface DeskFile {
  id: string;
  by: PersonId;
  at: Instant;
  name: string | undefined;
  contentType: string;
  bytes: number;
  sha256: string;
  scan: 'CLEAN' | 'UNREACHABLE' | 'INFECTED';
  scanner: string;
}

export interface DeskMention {
  id: string;
  by: PersonId;
  at: Instant;
  kind: MentionKind;
  /** Undefined: erased, of an address. */
  ref: string | undefined;
  reason: string | undefined;
}

export interface Snooze {
  until: Instant;
  by: PersonId;
  since: Instant;
  reason: string | undefined;
}

export interface DeskState {
  assignee: PersonId | undefined;
  watchers: ReadonlySet<PersonId>;
  notes: readonly DeskNote[];
  files: readonly DeskFile[];
  mentions: readonly DeskMention[];
  snooze: Snooze | undefined;
}

export const EMPTY_DESK: DeskState = { assignee: undefined, watchers: new Set(), notes: [], files: [], mentions: [], snooze: undefined };

export function evolveDesk(state: DeskState, event: CaseEvent): DeskState {
  const { by, at } = event;
  switch (event.type) {
    case 'case-assigned':
      return { ...state, assignee: event.person ?? undefined };
    case 'watching-started':
      return { ...state, watchers: new Set([...state.watchers, event.person]) };
    case 'watching-ended':
      return { ...state, watchers: new Set([...state.watchers].filter((one) => one !== event.person)) };
    case 'note-added':
      return { ...state, notes: [...state.notes, { id: event.note, by, at, text: event.personal?.text }] };
    case 'file-attached': {
      const { file, contentType, bytes, sha256, scan, scanner, personal } = event;
      return { ...state, files: [...state.files, { id: file, by, at, name: personal?.name, contentType, bytes, sha256, scan, scanner }] };
    }
    case 'file-scanned':
      return {
        ...state,
        files: state.files.map((file) => (file.id === event.file ? { ...file, scan: event.scan, scanner: event.scanner } : file)),
      };
    case 'evidence-mentioned': {
      const { mention, kind, record, personal } = event;
      const ref = event.ref ?? personal?.ref;
      return { ...state, mentions: [...state.mentions, { id: mention, by, at, kind, ref, reason: record?.reason }] };
    }
    case 'case-snoozed':
      return { ...state, snooze: { until: event.until, by, since: at, reason: event.record?.reason } };
    case 'case-woken':
      return { ...state, snooze: undefined };
    default:
      return state;
  }
}
