import type { Caller } from '@tidemark/access';
import { type CaseState, foldCase, NO_CASE } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import { eventOfLine, type LogLine, type SealedWords } from './log-line.js';

export const DOSSIER_FORMAT = 'tidemark-dossier-1';

/** Entries that only tell that a paper was made: the case stands as it stood before them. */
const PAPER_ENTRIES: ReadonlySet<string> = new Set(['dossier-made', 'log-exported']);

/** The last entry that says something about the case: what a dossier is made of when nobody names a version. */
export const lastTelling = (types: readonly { sequence: number; type: unknown }[]): number =>
  types.findLast(({ type }) => !PAPER_ENTRIES.has(String(type)))?.sequence ?? 1;

/** A secret that opens something is no part of a dossier or an export: its hash stands in their place, and the chain is whole. */
const SECRET_ENTRIES: ReadonlySet<string> = new Set(['notice-served']);

/**
 * The line as this reader gets it. Identities were released to the persons of a grant and for its time: who makes a paper later, without
 * standing over the case, gets their hashes alone.
 */
export function lineFor(line: LogLine, { identities }: { identities: boolean }): LogLine {
  const { facts, personal } = line;
  if (personal === undefined) return line;
  const isSecret = SECRET_ENTRIES.has(String(facts.type)) || (!identities && holdsIdentity(personal.words));
  return isSecret ? { ...line, personal: { sha256: personal.sha256, ...(personal.erased ? { erased: true } : { withheld: true }) } } : line;
}

/** What the registry released, and what went to another authority or came from it. */
const holdsIdentity = (words: SealedWords['words']): boolean => words !== undefined && ('released' in words || 'identity' in words);

/** Leads answer for the case, auditors for the authority; a reviewer reads an identity on a grant of hers, where each look is logged. */
export const seesIdentities = ({ role }: Pick<Caller, 'role'>): boolean => role === 'regulator-lead' || role === 'auditor';

/** A case as its log said it stood. */
export interface DossierCase {
  state: CaseState;
  lines: readonly LogLine[];
  /** Of the last entry. */
  asOfMs: number;
  hash: string;
}

export function dossierCaseOf(id: string, lines: readonly LogLine[]): DossierCase {
  const last = lines.at(-1)!;
  const state = foldCase(lines.map(eventOfLine), { ...NO_CASE, id });
  return { state, lines, asOfMs: Number(last.facts.at), hash: last.hash };
}

/** The case for machines. Moments of the log and of the parts are milliseconds since 1970, as they are hashed. */
export function caseJson({ state, lines, asOfMs, hash }: DossierCase) {
  const { id, version, authority, matter, subject, severity, stage, stageSince, openedAt, jurisdiction, flags, clocks } = state;
  const { desk, decisions, access, requests, orders, incidents, referrals, evaluations, papers } = state;
  return {
    format: DOSSIER_FORMAT,
    case: id,
    authority,
    asOf: { version, hash, at: isoOf(asOfMs) },
    ...{ matter, subject, severity, stage, jurisdiction },
    stageSince: isoOf(stageSince),
    openedAt: isoOf(openedAt),
    personErased: papers.erased === undefined ? null : isoOf(papers.erased.at),
    flags: plain(flags),
    clocks: plain(clocks),
    identities: releasedIdentities(lines),
    parts: plain({ desk, decisions, access, requests, orders, incidents, referrals, evaluations, papers }),
    log: lines,
  };
}

export interface ReleasedIdentity {
  entry: number;
  grant: unknown;
  customer: unknown;
  fields: unknown;
  readBy: unknown;
  role: unknown;
  at: string;
  /** Null: erased. */
  purpose: unknown;
  /** Null: erased, or withheld. */
  released: unknown;
  withheld?: boolean;
}

/** Each reading of an identity: what was shown, to whom, on which grant and why. */
export const releasedIdentities = (lines: readonly LogLine[]): ReleasedIdentity[] =>
  lines
    .filter(({ facts }) => facts.type === 'identity-read')
    .map(({ sequence, facts, record, personal }) => ({
      entry: sequence,
      grant: facts.grant,
      customer: facts.customer,
      fields: facts.fields,
      readBy: facts.by,
      role: facts.role,
      at: isoOf(Number(facts.at)),
      purpose: record?.words?.purpose ?? null,
      released: personal?.words?.released ?? null,
      ...(personal?.withheld ? { withheld: true } : {}),
    }));

/** Maps as objects, sets as lists in order: plain JSON. */
export function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [String(key), plain(one)]));
  if (value instanceof Set) return [...value].map(plain).sort((one, other) => (String(one) < String(other) ? -1 : 1));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
