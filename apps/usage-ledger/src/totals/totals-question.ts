import { parseInstant } from '../ask/instant.js';
import { type Answer, refuse, shown } from '../ask/ledger-refusal.js';
import { GROUP_KEYS, type GroupKey } from './totals-grouping.js';

export const TOTAL_SCOPES = ['provider', 'cluster', 'account'] as const;
export type TotalScope = (typeof TOTAL_SCOPES)[number];

/** Scopes that the ledger cannot know: it has no links from accounts to customers. */
const ANSWERED_BY_MONITOR = ['customer', 'party', 'group', 'unlinked', 'run'];

/** A question as it came in, by any door. */
export interface RawTotalsQuestion {
  scope?: string | undefined;
  id?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  knownAt?: string | undefined;
  by?: readonly string[] | undefined;
}

export interface TotalsQuestion {
  scope: TotalScope;
  /** As asked; undefined: the caller's own provider. */
  id: string | undefined;
  /** Half-open window of usage time in milliseconds; an hour belongs to it by its start. */
  fromMs: number | undefined;
  toMs: number | undefined;
  /** Undefined: now. */
  knownAtMs: number | undefined;
  by: readonly GroupKey[];
}

export function readTotalsQuestion(raw: RawTotalsQuestion): Answer<TotalsQuestion> {
  const scope = raw.scope ?? '';
  if (ANSWERED_BY_MONITOR.includes(scope))
    return refuse(
      'SCOPE_ANSWERED_ELSEWHERE',
      `The ledger knows accounts, not who rents them: the threshold monitor answers for a ${scope}.`,
      'scope',
    );
  if (!isTotalScope(scope))
    return refuse('SCOPE_INVALID', `scope must be one of ${TOTAL_SCOPES.join(', ')}; it was ${shown(scope)}.`, 'scope');
  if (scope !== 'provider' && !raw.id) return refuse('SCOPE_ID_MISSING', `id must name the ${scope}.`, 'id');

  const from = readInstant(raw.from);
  if (from === INVALID) return refuse('FROM_INVALID', instantHint('from', raw.from), 'from');
  const to = readInstant(raw.to);
  if (to === INVALID) return refuse('TO_INVALID', instantHint('to', raw.to), 'to');
  if (from !== undefined && to !== undefined && from >= to) return refuse('WINDOW_EMPTY', 'from must be before to.', 'to');
  const knownAt = readInstant(raw.knownAt);
  if (knownAt === INVALID) return refuse('KNOWN_AT_INVALID', instantHint('knownAt', raw.knownAt), 'knownAt');

  const by = raw.by ?? [];
  const unknown = by.find((key) => !isGroupKey(key));
  if (unknown !== undefined) return refuse('GROUPING_INVALID', `by takes ${GROUP_KEYS.join(', ')}; it had ${shown(unknown)}.`, 'by');
  if (new Set(by).size < by.length) return refuse('GROUPING_INVALID', 'by names the same key twice.', 'by');
  return { answer: { scope, id: raw.id || undefined, fromMs: from, toMs: to, knownAtMs: knownAt, by: by.filter(isGroupKey) } };
}

const HOUR_MS = 3_600_000;
const HOUR_MIN = -(2 ** 31);
const HOUR_MAX = 2 ** 31 - 1;

/** The hours whose start lies in [from, to). */
export const hoursOf = (fromMs: number | undefined, toMs: number | undefined): { fromHour: number; toHour: number } => ({
  fromHour: fromMs === undefined ? HOUR_MIN : Math.ceil(fromMs / HOUR_MS),
  toHour: toMs === undefined ? HOUR_MAX : Math.ceil(toMs / HOUR_MS),
});

const INVALID = Symbol('invalid');
const readInstant = (raw: string | undefined): number | undefined | typeof INVALID =>
  raw === undefined ? undefined : (parseInstant(raw) ?? INVALID);

const instantHint = (name: string, raw: string | undefined): string =>
  `${name} must be ISO 8601 with an offset (2024-03-01T10:00:00Z; a "+" is %2B in a URL), a date (2024-03-01, 00:00 UTC) or milliseconds since 1970; it was ${shown(raw ?? '')}.`;

const isTotalScope = (value: string): value is TotalScope => (TOTAL_SCOPES as readonly string[]).includes(value);
const isGroupKey = (value: string): value is GroupKey => (GROUP_KEYS as readonly string[]).includes(value);
