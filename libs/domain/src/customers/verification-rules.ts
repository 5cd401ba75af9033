import type { DocumentKind } from './customer-document.js';
import type { CustomerKind, VerificationLevel } from './customer-profile.js';

export type AttainableLevel = Exclude<VerificationLevel, 'NONE'>;
export const ATTAINABLE_LEVELS = ['BASIC', 'IDENTIFIED', 'ENHANCED'] as const satisfies readonly AttainableLevel[];

export type RequirementCode =
  | 'NAME'
  | 'ADDRESS'
  | 'EMAIL'
  | 'PHONE'
  | 'BUSINESS_PURPOSE'
  | 'INTENDED_USE'
  | 'MEANS_OF_PAYMENT'
  | 'JURISDICTION'
  | 'REGISTRY_ID'
  | 'PERSONAL_ID'
  | 'BIRTH_DATE'
  | 'NATIONALITY'
  | 'BENEFICIAL_OWNERS'
  | 'OWNERS_SCREENED'
  | 'SCREENED'
  | 'NO_OPEN_MATCH'
  | 'INTENT_DECLARED'
  | 'INTENT_ASSESSED'
  | 'DOCUMENT';

export interface Requirement {
  readonly code: RequirementCode;
  /** Absent: of every kind of person. */
  readonly of?: CustomerKind;
  /** For DOCUMENT: any of these kinds will do. */
  readonly documents?: readonly DocumentKind[];
  readonly why: string;
}

export interface LevelRule {
  readonly requirements: readonly Requirement[];
  /** People who must stand behind the decision, and behind each document that it rests on. */
  readonly people: 1 | 2;
  readonly validDays: number;
  /** How long before the end a re-verification is asked for. */
  readonly reverifyDays: number;
}

/** Requirements as dated data: which stood when a decision was made is kept with it. */
export interface VerificationRules {
  readonly version: string;
  readonly fromMs: number;
  readonly citation: string;
  readonly status: 'guidance' | 'proposed' | 'vetoed';
  /** Whether the figures were checked against the text; where not, it is shown. */
  readonly verified: boolean;
  readonly levels: Readonly<Record<AttainableLevel, LevelRule>>;
}

const IDENTITY = 'SB 1047 22604(a)(1)(A) (vetoed): identity, address, registry or national id';
const PAYMENT = 'SB 1047 22604(a)(1)(B) (vetoed): means and source of payment';
const CONTACT = 'SB 1047 22604(a)(1)(C) (vetoed): e-mail and telephone';
const PURPOSE = 'SB 1047 22604(a)(2) (vetoed): business purpose; whether a covered model is to be trained';
const OWNERS = '89 FR 5698 (proposed, never final): beneficial owners at 25 % or control';
const SCREENING = 'Sanctions law binds everybody in its reach, whatever becomes of compute rules';

/** No law in force obliges: these are the house rules of the scheme, made from what was proposed, and each says from where. */
export const VERIFICATION_RULES: readonly VerificationRules[] = [
  {
    version: 'kyc-1',
    fromMs: 0,
    citation: 'SB 1047 22604, EO 13984 1(a), 89 FR 5698, as far as they fit voluntary verification',
    status: 'guidance',
    verified: false,
    levels: {
      BASIC: {
        people: 1,
        validDays: 1_095,
        reverifyDays: 60,
        requirements: [
          { code: 'NAME', why: IDENTITY },
          { code: 'ADDRESS', why: IDENTITY },
          { code: 'EMAIL', why: CONTACT },
          { code: 'BUSINESS_PURPOSE', why: PURPOSE },
        ],
      },
      IDENTIFIED: {
        people: 1,
        validDays: 730,
        reverifyDays: 60,
        requirements: [
          { code: 'JURISDICTION', of: 'LEGAL', why: IDENTITY },
          { code: 'REGISTRY_ID', of: 'LEGAL', why: IDENTITY },
          { code: 'PERSONAL_ID', of: 'NATURAL', why: IDENTITY },
          { code: 'BIRTH_DATE', of: 'NATURAL', why: IDENTITY },
          { code: 'NATIONALITY', of: 'NATURAL', why: IDENTITY },
          { code: 'PHONE', why: CONTACT },
          { code: 'MEANS_OF_PAYMENT', why: PAYMENT },
          { code: 'INTENDED_USE', why: PURPOSE },
          { code: 'BENEFICIAL_OWNERS', of: 'LEGAL', why: OWNERS },
          { code: 'SCREENED', why: SCREENING },
          { code: 'NO_OPEN_MATCH', why: SCREENING },
          { code: 'DOCUMENT', of: 'LEGAL', documents: ['REGISTRY_EXTRACT', 'FORMATION'], why: IDENTITY },
          { code: 'DOCUMENT', of: 'NATURAL', documents: ['IDENTITY_DOCUMENT'], why: IDENTITY },
        ],
      },
      ENHANCED: {
        people: 2,
        validDays: 365,
        reverifyDays: 60,
        requirements: [
          { code: 'OWNERS_SCREENED', of: 'LEGAL', why: OWNERS },
          { code: 'INTENT_DECLARED', why: PURPOSE },
          { code: 'INTENT_ASSESSED', why: PURPOSE },
          { code: 'DOCUMENT', of: 'LEGAL', documents: ['OWNERSHIP_STATEMENT'], why: OWNERS },
          { code: 'DOCUMENT', of: 'NATURAL', documents: ['PROOF_OF_ADDRESS'], why: IDENTITY },
          { code: 'DOCUMENT', documents: ['SOURCE_OF_FUNDS'], why: PAYMENT },
        ],
      },
    },
  },
];

/** The rules in force at an instant; the first stand for all time before too. */
export function verificationRulesAt(nowMs: number, versions: readonly VerificationRules[] = VERIFICATION_RULES): VerificationRules {
  const inForce = versions.filter(({ fromMs }) => fromMs <= nowMs).at(-1) ?? versions[0];
  if (inForce === undefined) throw new Error('There are no verification rules: verification cannot be judged without any.');
  return inForce;
}

/** The level and all below it, lowest first: each level holds what the ones before it hold. */
export function levelsUpTo(level: AttainableLevel): readonly AttainableLevel[] {
  return ATTAINABLE_LEVELS.slice(0, ATTAINABLE_LEVELS.indexOf(level) + 1);
}
