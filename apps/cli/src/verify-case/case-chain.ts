import { createHash } from 'node:crypto';
import { canonicalJson } from '@tidemark/domain';

/** One entry of a log as it was exported, nothing of it trusted. */
interface Entry {
  sequence: number;
  facts: object;
  record?: Words;
  personal?: Words;
  hash: string;
}

interface Words {
  sha256: string;
  salt?: string;
  words?: object;
}

export interface Broken {
  entry: number;
  why: string;
}

const NOTHING = Buffer.alloc(32);
const HEX = /^[0-9a-f]{64}$/;

/**
 * Follows the chain of a log, entry by entry. The hash of an entry is
 * sha256(hash before it, sha256(facts as canonical JSON), hash of the record words, hash of the personal words), 32 zero bytes where there is
 * none; the hash of words is that of the canonical JSON of `{salt, words}`.
 */
export class CaseChain {
  private previous = NOTHING;
  /** Of the first entry: whose log it is, which the chain proves and a header only says. */
  private opened: { case?: unknown; authority?: unknown } = {};
  entries = 0;
  /** Words whose hash was worked out again, and those that were not there to do it. */
  wordsChecked = 0;
  wordsAbsent = 0;

  get hash(): string {
    return this.previous.toString('hex');
  }

  /** What is wrong with the next entry; undefined: nothing. */
  take(line: unknown): Broken | undefined {
    const entry = this.entries + 1;
    if (!isEntry(line)) return { entry, why: 'this is no entry of a log' };
    if (line.sequence !== entry) return { entry, why: `entry ${line.sequence} stands where ${entry} belongs` };
    const wrong = this.wordsFault(line.record, 'record') ?? this.wordsFault(line.personal, 'personal');
    if (wrong !== undefined) return { entry, why: wrong };
    const hash = createHash('sha256')
      .update(this.previous)
      .update(sha256(canonicalJson(line.facts)))
      .update(line.record === undefined ? NOTHING : Buffer.from(line.record.sha256, 'hex'))
      .update(line.personal === undefined ? NOTHING : Buffer.from(line.personal.sha256, 'hex'))
      .digest();
    if (hash.toString('hex') !== line.hash)
      return { entry, why: 'its hash does not follow from its facts, its words and the entry before it' };
    if (entry === 1) this.opened = line.facts;
    this.previous = hash;
    this.entries = entry;
    return undefined;
  }

  /** Whether this is the log of the case, and of the authority, that something beside it names. */
  isOf(named: { case?: unknown; authority?: unknown }): boolean {
    return named.case === this.opened.case && named.authority === this.opened.authority;
  }

  private wordsFault(words: Words | undefined, bag: 'record' | 'personal'): string | undefined {
    if (words === undefined) return undefined;
    if (words.words === undefined || words.salt === undefined) {
      this.wordsAbsent++;
      return bag === 'personal' ? undefined : 'its record words are not there, and nothing ever erases those';
    }
    this.wordsChecked++;
    const found = sha256(canonicalJson({ salt: words.salt, words: words.words })).toString('hex');
    return found === words.sha256 ? undefined : `its ${bag} words are not those that were hashed`;
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isHash = (value: unknown): value is string => typeof value === 'string' && HEX.test(value);
const isWords = (value: unknown): boolean =>
  value === undefined ||
  (isObject(value) &&
    isHash(value.sha256) &&
    ['string', 'undefined'].includes(typeof value.salt) &&
    (value.words === undefined || isObject(value.words)));
const isEntry = (line: unknown): line is Entry =>
  isObject(line) &&
  Number.isSafeInteger(line.sequence) &&
  isObject(line.facts) &&
  isHash(line.hash) &&
  isWords(line.record) &&
  isWords(line.personal);
