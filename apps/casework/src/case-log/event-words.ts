import { createHash, randomBytes } from 'node:crypto';
import { type CaseEvent, canonicalJson } from '@tidemark/domain';
import type { SealingKey } from '@tidemark/sealing';

/** The keys of a case: of what is kept as long as the case, and of what erasure destroys. Undefined: destroyed. */
export interface CaseKeys {
  record: SealingKey | undefined;
  personal: SealingKey | undefined;
}

export const recordKeyOf = (caseId: string): string => `case/${caseId}`;
export const personalKeyOf = (caseId: string): string => `case/${caseId}/person`;

/** An event as it is kept: facts in the open, words sealed. */
export interface KeptEvent {
  facts: object;
  record: Buffer | null;
  recordHash: Buffer | null;
  personal: Buffer | null;
  personalHash: Buffer | null;
  hash: Buffer;
}

const SALT_BYTES = 16;
export const FIRST_HASH = Buffer.alloc(32);

/** `previous` is the hash of the line before. Throws when there are words and no key: what cannot be kept safely is not kept. */
export function keepEvent(event: CaseEvent, sequence: number, keys: CaseKeys, previous: Buffer): KeptEvent {
  const { record, personal, ...facts } = event as CaseEvent & { record?: object; personal?: object };
  const ofRecord = sealWords(keys.record, `event/${sequence}/record`, record);
  const ofPerson = sealWords(keys.personal, `event/${sequence}/personal`, personal);
  return {
    facts,
    record: ofRecord?.sealed ?? null,
    recordHash: ofRecord?.hash ?? null,
    personal: ofPerson?.sealed ?? null,
    personalHash: ofPerson?.hash ?? null,
    hash: chainHash(previous, facts, ofRecord?.hash, ofPerson?.hash),
  };
}

/** sha256(previous, canonical JSON of the facts, hash of the record words or 32 zeros, hash of the personal words or 32 zeros). */
export function chainHash(
  previous: Buffer,
  facts: object,
  recordHash: Buffer | null | undefined,
  personalHash: Buffer | null | undefined,
): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(createHash('sha256').update(canonicalJson(facts)).digest())
    .update(recordHash ?? FIRST_HASH)
    .update(personalHash ?? FIRST_HASH)
    .digest();
}

/** Words whose key was destroyed are left out. */
export function openEvent(sequence: number, kept: Pick<KeptEvent, 'facts' | 'record' | 'personal'>, keys: CaseKeys): CaseEvent {
  const record = openWords(keys.record, `event/${sequence}/record`, kept.record);
  const personal = openWords(keys.personal, `event/${sequence}/personal`, kept.personal);
  return { ...kept.facts, ...(record && { record }), ...(personal && { personal }) } as CaseEvent;
}

/** The salt goes with the words: a hash that stays after an erasure cannot be tried out against guesses. */
function sealWords(key: SealingKey | undefined, context: string, words: object | undefined): { sealed: Buffer; hash: Buffer } | undefined {
  if (words === undefined || Object.keys(words).length === 0) return undefined;
  if (key === undefined) throw new Error('the words of a case whose key was destroyed cannot be kept');
  const text = canonicalJson({ salt: randomBytes(SALT_BYTES).toString('base64'), words });
  return { sealed: key.seal(context, text), hash: createHash('sha256').update(text).digest() };
}

function openWords(key: SealingKey | undefined, context: string, sealed: Buffer | null): object | undefined {
  if (sealed === null || key === undefined) return undefined;
  return key.openJson<{ words: object }>(context, sealed).words;
}
