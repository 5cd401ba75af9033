import { isAuthorityId } from '@tidemark/access';
import {
  type AskedAbout,
  type BundleSections,
  canonicalJson,
  MATTERS,
  type Matter,
  REFERRAL_OUTCOMES,
  REFERRAL_SECTIONS,
  type ReferralOutcome,
  type ReferralPayload,
  type ReferralSection,
  SCOPE_KINDS,
} from '@tidemark/domain';
import { isUuid, type Refused } from '@tidemark/edge';
import { sha256Hex } from '../authorities/ed25519.js';
import { isObject, malformed } from './envelope.js';

/** sha256 of the canonical JSON of each section, hex. */
export type Manifest = Readonly<Record<string, string>>;
export type ReferralDocument = ReferralPayload & { manifest: Manifest };

export interface ReceiptDocument {
  format: 'tidemark.referral-receipt.v1';
  referral: string;
  from: string;
  to: string;
  receivedAtMs: number;
  /** Of the bundle's payload. */
  bundle: string;
}

export interface AnswerDocument {
  format: 'tidemark.referral-answer.v1';
  referral: string;
  from: string;
  to: string;
  answeredAtMs: number;
  outcome: ReferralOutcome;
  words: string;
}

export interface RequestDocument {
  format: 'tidemark.authority-request.v1';
  request: string;
  from: string;
  to: string;
  askedAtMs: number;
  about: AskedAbout;
  sections: readonly ReferralSection[];
  purpose: string;
  legalBasis: string;
}

export interface RequestAnswerDocument {
  format: 'tidemark.authority-answer.v1';
  request: string;
  from: string;
  to: string;
  answeredAtMs: number;
  outcome: 'ANSWERED' | 'REFUSED';
  reason: string;
  rule?: string | undefined;
  sections: BundleSections;
  manifest: Manifest;
}

export type Document = ReferralDocument | ReceiptDocument | AnswerDocument | RequestDocument | RequestAnswerDocument;
type Format = Document['format'];

export const manifestOf = (sections: BundleSections): Manifest =>
  Object.fromEntries(Object.entries(sections).map(([section, content]) => [section, sha256Hex(canonicalJson(content))]));

/** The document, if the payload is one of that format in every member that is read here. */
export function readDocument<Wanted extends Format>(
  format: Wanted,
  payload: Readonly<Record<string, unknown>>,
): Extract<Document, { format: Wanted }> | Refused {
  if (payload.format !== format) return malformed(`It is no ${format}.`);
  const wrong = Object.entries({ ...COMMON, ...MEMBERS[format] }).find(([member, holds]) => !holds(payload[member]));
  if (wrong) return malformed(`Its member ${wrong[0]} is missing or is not what it must be.`);
  const more = Object.keys(payload).find((member) => !Object.hasOwn(COMMON, member) && !Object.hasOwn(MEMBERS[format], member));
  if (more !== undefined) return malformed('It has a member that is not of its format.');
  if (isObject(payload.sections) && canonicalJson(manifestOf(payload.sections)) !== canonicalJson(payload.manifest))
    return malformed('Its manifest is not that of its sections.');
  return payload as unknown as Extract<Document, { format: Wanted }>;
}

type Holds = (value: unknown) => boolean;
const HASH = /^[0-9a-f]{64}$/;
const WORDS_MAX = 20_000;

const isText: Holds = (value) => typeof value === 'string' && value.trim() !== '' && value.length <= WORDS_MAX;
const isId: Holds = (value) => typeof value === 'string' && isUuid(value);
const isHash: Holds = (value) => typeof value === 'string' && HASH.test(value);
const isAuthority: Holds = (value) => typeof value === 'string' && isAuthorityId(value);
/** Before the year 10000: what a Date can hold and people can mean. */
const isMoment: Holds = (value) => Number.isSafeInteger(value) && (value as number) > 0 && (value as number) < 253_402_300_800_000;
const isShort: Holds = (value) => typeof value === 'string' && value.length > 0 && value.length <= 200;
const isOneOf =
  (words: readonly string[]): Holds =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const isSectionName = isOneOf(REFERRAL_SECTIONS);
/** What is written in the open has no room for words of people. */
const isFlagId: Holds = (value) => typeof value === 'string' && /^[A-Za-z0-9_.:-]{1,128}$/.test(value);
const isRuleKey: Holds = (value) => typeof value === 'string' && /^[a-z0-9-]{1,80}@[1-9][0-9]{0,5}$/.test(value);
const isSections: Holds = (value) => isObject(value) && Object.keys(value).every(isSectionName);
const isManifest: Holds = (value) => isObject(value) && Object.values(value).every(isHash);
const isSectionList: Holds = (value) =>
  Array.isArray(value) && value.length > 0 && value.every(isSectionName) && new Set(value).size === value.length;
const isOptional =
  (holds: Holds): Holds =>
  (value) =>
    value === undefined || holds(value);

const isScope: Holds = (value) =>
  isObject(value) &&
  isOneOf(SCOPE_KINDS)(value.kind) &&
  isShort(value.id) &&
  isOptional(isShort)(value.provider) &&
  isOptional(isShort)(value.controlRule) &&
  Object.keys(value).every((member) => ['kind', 'id', 'provider', 'controlRule'].includes(member));

export const isAbout: Holds = (value) => {
  if (!isObject(value)) return false;
  const { case: id, flag, subject, ...more } = value;
  const named = [id, flag, subject].filter((one) => one !== undefined);
  return (
    Object.keys(more).length === 0 &&
    named.length === 1 &&
    isOptional(isId)(id) &&
    isOptional(isFlagId)(flag) &&
    isOptional(isScope)(subject)
  );
};

const COMMON: Record<string, Holds> = { format: isShort, from: isAuthority, to: isAuthority };

const MEMBERS: Record<Format, Record<string, Holds>> = {
  'tidemark.referral.v1': {
    referral: isId,
    issuedAtMs: isMoment,
    rule: isRuleKey,
    matter: isOneOf(MATTERS satisfies readonly Matter[]),
    legalBasis: isText,
    sections: isSections,
    manifest: isManifest,
  },
  'tidemark.referral-receipt.v1': { referral: isId, receivedAtMs: isMoment, bundle: isHash },
  'tidemark.referral-answer.v1': { referral: isId, answeredAtMs: isMoment, outcome: isOneOf(REFERRAL_OUTCOMES), words: isText },
  'tidemark.authority-request.v1': {
    request: isId,
    askedAtMs: isMoment,
    about: isAbout,
    sections: isSectionList,
    purpose: isText,
    legalBasis: isText,
  },
  'tidemark.authority-answer.v1': {
    request: isId,
    answeredAtMs: isMoment,
    outcome: isOneOf(['ANSWERED', 'REFUSED']),
    reason: isText,
    rule: isOptional(isRuleKey),
    sections: isSections,
    manifest: isManifest,
  },
};
