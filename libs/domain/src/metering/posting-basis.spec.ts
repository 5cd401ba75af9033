import { Evidence, UtilisationKind } from '../usage/record-columns.js';
import { BASIS_LIMIT, evidenceOfBasis, MIXED_BASIS, postingBasis, restsOnPrior } from './posting-basis.js';

const PRIOR = [UtilisationKind.NONE, UtilisationKind.GPU_UTIL, UtilisationKind.SM_ACTIVE];
const pairs = Object.values(Evidence).flatMap((evidence) => Object.values(UtilisationKind).map((kind) => [evidence, kind] as const));

describe('What a posting rests on', () => {
  it.each([
    [Evidence.DECLARED, UtilisationKind.OFU, 1],
    [Evidence.DECLARED, UtilisationKind.NONE, 2],
    [Evidence.BILLED, UtilisationKind.MFU_REPORTED, 3],
    [Evidence.BILLED, UtilisationKind.GPU_UTIL, 4],
    [Evidence.TELEMETRY, UtilisationKind.TENSOR_ACTIVE, 5],
    [Evidence.TELEMETRY, UtilisationKind.SM_ACTIVE, 6],
    [Evidence.ATTESTED, UtilisationKind.OFU, 7],
    [Evidence.ATTESTED, UtilisationKind.NONE, 8],
  ])('is for evidence %i and kind %i the number %i on the wire', (evidence, kind, basis) =>
    expect(postingBasis(evidence, kind)).toBe(basis),
  );

  it.each(pairs)('is read back as it was made: evidence %i, kind %i', (evidence, kind) => {
    const basis = postingBasis(evidence, kind);
    expect([evidenceOfBasis(basis), restsOnPrior(basis)]).toEqual([evidence, PRIOR.includes(kind as never)]);
    expect(basis > MIXED_BASIS && basis < BASIS_LIMIT).toBe(true);
  });
});
