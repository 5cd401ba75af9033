import { ppmOf, printShare } from './sentence-amounts.js';

export const EVIDENCE_GRADES = ['ATTESTED', 'TELEMETRY', 'BILLED', 'DECLARED', 'UNKNOWN'] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

/** What the expected total of the counted hours rests on, in TFLOP. */
export interface UseBasis {
  readonly expected: bigint;
  /** By the evidence of the records. What is left is UNKNOWN: posted before postings said so. */
  readonly byEvidence: Readonly<Partial<Record<Exclude<EvidenceGrade, 'UNKNOWN'>, bigint>>>;
  /** Of it, what comes from the policy's prior utilisation and not from one that was measured or reported. */
  readonly onPrior: bigint;
  /** Of it, what records labelled as inference brought in, by who says so. */
  readonly labelled: Readonly<Partial<Record<Exclude<EvidenceGrade, 'UNKNOWN'>, bigint>>>;
}

export interface BasisShare {
  readonly grade: EvidenceGrade;
  /** Of the expected total, rounded down. */
  readonly sharePpm: number;
  readonly words: string;
}

const GRADE_WORDS: Record<EvidenceGrade, string> = {
  ATTESTED: 'attested by hardware or an auditor',
  TELEMETRY: 'measured by the provider',
  BILLED: 'taken from bills',
  DECLARED: 'declared by the customer',
  UNKNOWN: 'of evidence that was not recorded',
};

/** Evidence grades by share of the total, strongest first; those without a share are left out. */
export function evidenceShares({ expected, byEvidence }: UseBasis): BasisShare[] {
  const known = Object.values(byEvidence).reduce((sum, part) => sum + part, 0n);
  return EVIDENCE_GRADES.map((grade) => ({ grade, part: grade === 'UNKNOWN' ? expected - known : (byEvidence[grade] ?? 0n) }))
    .filter(({ part }) => part > 0n)
    .map(({ grade, part }) => ({
      grade,
      sharePpm: ppmOf(part, expected),
      words: `${printShare(part, expected)} ${GRADE_WORDS[grade]}`,
    }));
}

export const labelledShares = ({ expected, labelled }: UseBasis): BasisShare[] =>
  EVIDENCE_GRADES.flatMap((grade) => {
    const part = grade === 'UNKNOWN' ? 0n : (labelled[grade] ?? 0n);
    if (part <= 0n) return [];
    return [
      { grade, sharePpm: ppmOf(part, expected), words: `${printShare(part, expected)} labelled as inference, ${GRADE_WORDS[grade]}` },
    ];
  });

/** What the reader has to take on trust, in sentences. */
export function basisAssumptions(basis: UseBasis, priorPpm: number): string[] {
  const { expected, onPrior } = basis;
  const assumptions: string[] = [];
  if (onPrior > 0n) {
    const prior = `${Number((BigInt(priorPpm) + 5_000n) / 10_000n)} %`;
    assumptions.push(
      `${printShare(onPrior, expected)} of the best estimate rests on an assumed utilisation of ${prior} of the 16-bit peak, since none was measured.`,
    );
  }
  const evidence = evidenceShares(basis);
  if (evidence.length > 0) assumptions.push(`Of the best estimate: ${evidence.map(({ words }) => words).join(', ')}.`);
  const unattested = evidence.some(({ grade }) => grade !== 'ATTESTED');
  if (unattested) {
    assumptions.push(
      'Where no number format is attested, the most takes the widest format of each accelerator, and what is provable the narrowest that training uses.',
    );
  }
  const labelled = labelledShares(basis);
  if (labelled.length > 0) {
    assumptions.push(
      `Of the best estimate: ${labelled.map(({ words }) => words).join('; ')}. The most never believes a label of inference, and what is provable leaves such use out.`,
    );
  }
  return assumptions;
}
