import { UtilisationKind } from '../usage/record-columns.js';

/**
 * What a counted amount rests on, in one number as on the wire (tidemark.ledger.v1.PostedBatch.basis): 1 + 2 x evidence, and 1 more where
 * the expected total comes from the prior utilisation rather than from a share of peak that somebody measured or reported. 0: more than
 * one of them, or not known.
 */
export const MIXED_BASIS = 0;
/** Above every basis there is: evidence is 0 to 3. */
export const BASIS_LIMIT = 9;

/** `evidence` as the record counts (SlotMeter.effectiveEvidence), `kind` of its utilisation. */
export const postingBasis = (evidence: number, kind: number): number => 1 + 2 * evidence + (kindRestsOnPrior(kind) ? 1 : 0);

/** The `Evidence` number of a basis other than MIXED_BASIS. */
export const evidenceOfBasis = (basis: number): number => (basis - 1) >> 1;

/** Whether the expected total of a basis other than MIXED_BASIS scales with the policy's prior utilisation. */
export const restsOnPrior = (basis: number): boolean => (basis - 1) % 2 === 1;

const kindRestsOnPrior = (kind: number): boolean =>
  kind === UtilisationKind.NONE || kind === UtilisationKind.GPU_UTIL || kind === UtilisationKind.SM_ACTIVE;
