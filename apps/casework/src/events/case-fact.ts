import { createHash } from 'node:crypto';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { casework } from '@tidemark/contracts';
import type { CaseScope } from '@tidemark/domain';

/** What casework tells the other apps, as a room says it: one member of `CaseFact.fact`. Ids and codes alone: words of people have no place here. */
export type CaseFactContent = Exclude<NonNullable<MessageInitShape<typeof casework.CaseFactSchema>['fact']>, { case: undefined }>;

export interface CaseFactHead {
  /** Unique, the same for every delivery: {@link factIdOf}. */
  id: string;
  /** 1, 2, 3, ... over all facts, in commit order. */
  sequence: bigint;
  knownAtMs: number;
  case: string;
  recordedBy: string;
}

/** Of the n-th fact that follows from one line of a log: made from its place alone, so that it happens once. RFC 9562, version 8. */
export function factIdOf(caseId: string, logSequence: number, n: number): string {
  const hash = createHash('sha256').update(`${caseId}/${logSequence}/${n}`).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The fact as it travels on `case.v1`. */
export function encodeCaseFact({ id, sequence, knownAtMs, case: caseId, recordedBy }: CaseFactHead, fact: CaseFactContent): Uint8Array {
  const message = create(casework.CaseFactSchema, { id, sequence, knownAtMs: BigInt(knownAtMs), case: caseId, recordedBy, fact });
  return toBinary(casework.CaseFactSchema, message);
}

/** A scope as the contract writes it: what is absent is empty. */
export const scopeOfFact = ({ kind, provider = '', id, controlRule = '' }: CaseScope) => ({ kind, provider, id, controlRule });
