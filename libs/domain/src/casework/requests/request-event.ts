import type { Happened, Instant } from '../case-vocabulary.js';
import type { ClockKind } from '../clocks/case-clock.js';
import type { AskedQuestion, GivenAnswer } from './answers.js';
import type { DeclarationEvent } from './declaration-event.js';

/** What a provider was asked and what it answered; what its customer declared through it. */
export type RequestEvent = InformationRequestEvent | AskingEvent | DeclarationEvent;

export type InformationRequestEvent =
  | (Happened & {
      type: 'information-requested';
      request: string;
      /** Random, and all that the provider knows it by. */
      item: string;
      provider: string;
      template?: { id: string; version: number };
      questions: readonly AskedQuestion[];
      dueAt: Instant;
      /** The case waits for it. */
      awaited: boolean;
      record?: { reason: string };
      /** Addressed to the provider; may name an account. Texts by question. */
      personal?: { texts: Readonly<Record<string, string>>; message?: string };
    })
  | (Happened & { type: 'request-acknowledged'; request: string })
  /** The first answer, and another after each return: none writes over one before. */
  | (Happened & {
      type: 'request-answered';
      request: string;
      version: number;
      files: readonly string[];
      /** The hash lies among the words: one of a short answer could be guessed back after these were erased. The log's own hash is salted. */
      personal?: { answers: readonly GivenAnswer[]; message?: string; sha256: string };
    })
  | (Happened & { type: 'request-accepted'; request: string; version: number; record?: { reason: string } })
  | (Happened & {
      type: 'request-returned';
      request: string;
      version: number;
      dueAt: Instant;
      record?: { reason: string };
      /** Addressed to the provider: what is missing. */
      personal?: { missing: string };
    })
  | (Happened & { type: 'request-withdrawn'; request: string; cause: 'PERSON' | 'CASE_CLOSED'; record?: { reason: string } });

/** Of requests for information and for a declaration alike. */
export type AskingEvent =
  | (Happened & { type: 'request-reminded'; request: string; item: string; provider: string; cause: 'CLOCK' | 'PERSON'; dueAt: Instant })
  /** A time was not kept: told to whoever leads the case. The severity stays: that somebody is late says nothing about the matter. */
  | (Happened & { type: 'request-escalated'; request: string; clock: string; kind: ClockKind })
  /** A provider's file for an item that was served on it: an answer or a declaration can name it. */
  | (Happened & {
      type: 'served-file-added';
      item: string;
      file: string;
      bytes: number;
      contentType: string;
      personal?: { name: string; sha256: string };
    });
