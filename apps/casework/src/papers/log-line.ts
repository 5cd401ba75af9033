import type { CaseEvent } from '@tidemark/domain';

/** Words of an entry, so that their hash can be checked. Words without `text`: their key was destroyed, and the hash stays. */
export interface SealedWords {
  /** Hex, of the canonical JSON of `{salt, words}`. */
  sha256: string;
  salt?: string;
  words?: Record<string, unknown>;
  erased?: true;
  /** There are words, and they are a secret that opens something. */
  withheld?: true;
}

/** One entry of a log as it leaves the case: all that is needed to work its hash out again. */
export interface LogLine {
  sequence: number;
  facts: Record<string, unknown>;
  record?: SealedWords;
  personal?: SealedWords;
  /** Hex, of this entry and all before it. */
  hash: string;
}

export const LOG_FORMAT = 'tidemark-case-log-1';

/** First line of an export. */
export interface LogHeader {
  format: typeof LOG_FORMAT;
  case: string;
  authority: string;
  /** Of the last entry, and its hash. */
  version: number;
  hash: string;
}

/** As the domain folds it. */
export const eventOfLine = ({ facts, record, personal }: LogLine): CaseEvent =>
  ({
    ...facts,
    ...(record?.words && { record: record.words }),
    ...(personal?.words && { personal: personal.words }),
  }) as unknown as CaseEvent;
