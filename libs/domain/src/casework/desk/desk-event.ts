import type { Happened, Instant, PersonId } from '../case-vocabulary.js';

/** What evidence a mention points at: by its id, or of `url` by its address. */
export const MENTION_KINDS = ['flag', 'report', 'posting', 'file', 'case', 'url'] as const;
export type MentionKind = (typeof MENTION_KINDS)[number];

/** What ended a snooze: its time, a clock that was not met, a person, a move of the case, a flag that joined. */
export type WakeCause = 'ELAPSED' | 'BREACH' | 'PERSON' | 'MOVED' | 'FLAG';

/** Who works a case, who watches it, and what people lay on its desk. Nothing is ever edited or taken off. */
export type DeskEvent =
  /** To a person, or to nobody. */
  | (Happened & { type: 'case-assigned'; person: PersonId | null; previous: PersonId | null; record?: { reason: string } })
  | (Happened & { type: 'watching-started'; person: PersonId })
  | (Happened & { type: 'watching-ended'; person: PersonId })
  | (Happened & { type: 'note-added'; note: string; personal?: { text: string } })
  | (Happened & {
      type: 'file-attached';
      file: string;
      contentType: string;
      bytes: number;
      /** Hex, of the content: it stays when the content is gone. */
      sha256: string;
      scan: 'CLEAN' | 'UNREACHABLE';
      scanner: string;
      personal?: { name: string };
    })
  /** Of any file of the case: what a scanner that was away said later. */
  | (Happened & { type: 'file-scanned'; file: string; scan: 'CLEAN' | 'INFECTED'; scanner: string })
  /** `ref` of an address lies among the words: it may name somebody. */
  | (Happened & {
      type: 'evidence-mentioned';
      mention: string;
      kind: MentionKind;
      ref?: string;
      record?: { reason: string };
      personal?: { ref: string };
    })
  /** Out of the queue until then. Every clock runs on. */
  | (Happened & { type: 'case-snoozed'; until: Instant; record?: { reason: string } })
  | (Happened & { type: 'case-woken'; cause: WakeCause });
