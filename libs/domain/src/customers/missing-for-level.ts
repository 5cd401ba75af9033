import { acceptedBy, type CustomerDocument, type DocumentKind } from './customer-document.js';
import type { CustomerProfile, Identifier } from './customer-profile.js';
import type { AssessedIntent } from './intent.js';
import { type AttainableLevel, levelsUpTo, type Requirement, type RequirementCode, type VerificationRules } from './verification-rules.js';

/** What other rooms know of the customer at the moment of a decision. */
export interface OutsideStanding {
  readonly screening: {
    /** The last one; absent when nothing was screened yet, or it waits to be screened again. */
    readonly screenedAtMs?: number;
    readonly openMatches: number;
    /** A confirmed match bars the levels that ask for screening, until it is judged otherwise. */
    readonly confirmedMatches: number;
  };
  readonly ownership: {
    /** Beneficial owners at 25 % or by control, direct or through others, as customer records of the same provider. */
    readonly owners: readonly OwnerStanding[];
  };
}

export interface OwnerStanding {
  readonly customer: string;
  readonly screenedAtMs?: number;
  readonly openMatches: number;
  readonly confirmedMatches: number;
}

export interface RequirementInput {
  readonly profile: CustomerProfile;
  /** A screening before this was of other names or numbers. */
  readonly identityChangedAtMs: number;
  readonly documents: readonly CustomerDocument[];
  readonly intent: AssessedIntent;
  readonly outside: OutsideStanding;
}

/** One thing a level misses, by name, with what would satisfy it and where the requirement is from. */
export interface MissingItem {
  readonly code: RequirementCode;
  readonly level: AttainableLevel;
  readonly detail: string;
  readonly documents?: readonly DocumentKind[];
  readonly why: string;
}

/** All that is missing for a level, requirements of lower levels first; nothing when it may be decided. */
export function missingForLevel(level: AttainableLevel, input: RequirementInput, rules: VerificationRules, nowMs: number): MissingItem[] {
  const people = rules.levels[level].people;
  return levelsUpTo(level).flatMap((one) =>
    rules.levels[one].requirements
      .filter(({ of }) => of === undefined || of === input.profile.kind)
      .flatMap((requirement) => {
        const detail = CHECKS[requirement.code](input, { requirement, people, nowMs });
        return detail === undefined ? [] : [missingItem(requirement, one, detail)];
      }),
  );
}

function missingItem({ code, documents, why }: Requirement, level: AttainableLevel, detail: string): MissingItem {
  return { code, level, detail, ...(documents === undefined ? {} : { documents }), why };
}

interface CheckContext {
  readonly requirement: Requirement;
  /** Of the level that is asked for: what it rests on needs as many people as itself, also the documents of lower levels. */
  readonly people: 1 | 2;
  readonly nowMs: number;
}

/** What is missing, as a sentence, or undefined. A table that must be total: a requirement nobody checks does not compile. */
const CHECKS: Readonly<Record<RequirementCode, (input: RequirementInput, context: CheckContext) => string | undefined>> = {
  NAME: ({ profile }) =>
    unless(
      profile.names.some(({ value }) => value.kind === 'LEGAL'),
      'A name of kind LEGAL.',
    ),
  ADDRESS: ({ profile }) =>
    unless(
      profile.addresses.some(({ value }) => value.kind !== 'MAILING'),
      addressOf(profile),
    ),
  EMAIL: ({ profile }) => unless(hasContact(profile, 'EMAIL'), 'An e-mail address.'),
  PHONE: ({ profile }) => unless(hasContact(profile, 'PHONE'), 'A telephone number.'),
  BUSINESS_PURPOSE: ({ profile }) => unless(profile.businessPurpose !== undefined, 'The business purpose.'),
  INTENDED_USE: ({ profile }) => unless(profile.intendedUse !== undefined, 'The intended use of the compute.'),
  MEANS_OF_PAYMENT: ({ profile }) => unless(profile.payments.length > 0, 'A means of payment, as a token, with its institution.'),
  JURISDICTION: ({ profile }) => unless(profile.jurisdiction !== undefined, 'The jurisdiction of formation.'),
  REGISTRY_ID: ({ profile }, { nowMs }) =>
    unless(hasIdentifier(profile, ['LEI', 'REGISTRATION'], nowMs), 'An LEI or a registration number.'),
  PERSONAL_ID: ({ profile }, { nowMs }) =>
    unless(hasIdentifier(profile, ['PASSPORT', 'NATIONAL_ID'], nowMs), 'A passport or national id that has not run out.'),
  BIRTH_DATE: ({ profile }) => unless(profile.birthDate?.value.length === 10, 'The birth date, to the day.'),
  NATIONALITY: ({ profile }) => unless(profile.nationalities.length > 0, 'A nationality.'),
  BENEFICIAL_OWNERS: (input, { nowMs }) =>
    unless(
      input.outside.ownership.owners.length > 0 || documentAccepted(input, ['OWNERSHIP_STATEMENT'], 1, nowMs),
      'The owners at 25 % or by control, or an accepted OWNERSHIP_STATEMENT that there are none.',
    ),
  OWNERS_SCREENED: ({ outside }) => ownersScreened(outside),
  SCREENED: ({ outside, identityChangedAtMs }) =>
    unless(
      (outside.screening.screenedAtMs ?? Number.NEGATIVE_INFINITY) >= identityChangedAtMs,
      'A screening of the names and identifiers as they are now.',
    ),
  NO_OPEN_MATCH: ({ outside }) => openMatches(outside),
  INTENT_DECLARED: ({ intent }) => unless(intent.declared, "The customer's declaration of intent."),
  INTENT_ASSESSED: ({ intent }) => unless(intent.assessed, "An analyst's assessment of the latest declaration."),
  DOCUMENT: (input, { requirement, people, nowMs }) => {
    const kinds = requirement.documents ?? [];
    return unless(
      documentAccepted(input, kinds, people, nowMs),
      `${kinds.join(' or ')}, accepted by ${people === 2 ? 'two people' : 'a person'}.`,
    );
  },
};

const unless = (satisfied: boolean, detail: string): string | undefined => (satisfied ? undefined : detail);

const addressOf = ({ kind }: CustomerProfile): string =>
  kind === 'LEGAL' ? 'The registered address or a place of business.' : 'The residential or business address.';

const hasContact = ({ contacts }: CustomerProfile, kind: 'EMAIL' | 'PHONE'): boolean => contacts.some(({ value }) => value.kind === kind);

function hasIdentifier({ identifiers }: CustomerProfile, schemes: readonly Identifier['scheme'][], nowMs: number): boolean {
  return identifiers.some(({ value }) => schemes.includes(value.scheme) && (value.validToMs === undefined || value.validToMs > nowMs));
}

function documentAccepted({ documents }: RequirementInput, kinds: readonly DocumentKind[], people: number, nowMs: number): boolean {
  return documents.some((document) => kinds.includes(document.kind) && acceptedBy(document, nowMs) >= people);
}

function openMatches({ screening }: OutsideStanding): string | undefined {
  if (screening.confirmedMatches > 0) return `${screening.confirmedMatches} match(es) with a list are confirmed.`;
  return unless(screening.openMatches === 0, `${screening.openMatches} match(es) with a list are open.`);
}

function ownersScreened({ ownership }: OutsideStanding): string | undefined {
  const waiting = ownership.owners.filter((owner) => owner.screenedAtMs === undefined || owner.openMatches + owner.confirmedMatches > 0);
  return unless(waiting.length === 0, `Of ${waiting.length} owner(s) the screening is missing, or a match is open or confirmed.`);
}
