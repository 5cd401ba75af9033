import type { Happened, Instant, PersonId } from '../case-vocabulary.js';
import type { DeclarationContent } from './declaration-content.js';

interface Declared {
  content: DeclarationContent;
  sha256: string;
}

/**
 * A customer's transparency declaration. Every word and figure of it is personal: what a laboratory plans, how much, where and when would name
 * it to whoever knows the field, so nothing of it lies in the open but that there is a version, when it came and through whom.
 */
export type DeclarationEvent =
  | (Happened & {
      type: 'declaration-requested';
      declaration: string;
      item: string;
      provider: string;
      customer?: string;
      dueAt: Instant;
      awaited: boolean;
      record?: { reason: string };
      /** Addressed to the provider and its customer. */
      personal?: { message: string };
    })
  | (Happened & { type: 'declaration-request-acknowledged'; declaration: string })
  | (Happened & {
      type: 'declaration-request-withdrawn';
      declaration: string;
      cause: 'PERSON' | 'CASE_CLOSED';
      record?: { reason: string };
    })
  | (Happened & { type: 'declaration-submitted'; declaration: string; version: number; files: readonly string[]; personal?: Declared })
  /** It came another way: a regulator writes it down. */
  | (Happened & {
      type: 'declaration-recorded';
      declaration: string;
      customer?: string;
      version: number;
      record?: { reason: string };
      personal?: Declared;
    })
  | ShareEvent;

export type ShareEvent =
  | (Happened & {
      type: 'declaration-share-asked';
      share: string;
      declaration: string;
      auditor: PersonId;
      until: Instant;
      record?: { reason: string };
      personal?: { purpose: string };
    })
  | (Happened & { type: 'declaration-share-ordered'; share: string; declaration: string; record?: { reason: string } })
  | (Happened & { type: 'declaration-share-refused'; share: string; declaration: string; record?: { reason: string } })
  | (Happened & {
      type: 'declaration-share-ended';
      share: string;
      declaration: string;
      cause: 'HAND' | 'TIME' | 'CASE_CLOSED';
      record?: { reason: string };
    })
  /** Each time that the auditor opened it, and which versions were there. */
  | (Happened & { type: 'shared-declaration-read'; share: string; declaration: string; versions: number });
