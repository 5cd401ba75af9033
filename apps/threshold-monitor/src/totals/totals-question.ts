import type { Caller } from '@tidemark/access';
import { orProblem, resolveProvider } from '@tidemark/access';
import { HOUR_MS, SCOPE_KINDS, type Scope, type UnlinkedScope } from '@tidemark/domain';
import { readScope } from '../ask/asked-scope.js';
import { type Answer, refuse, shown } from '../ask/refusal.js';
import { readMoment, readWindow } from '../ask/window.js';
import { GROUP_KEYS, type GroupKey } from './totals-grouping.js';

/** A question as it came in, by any door. */
export interface RawTotalsQuestion {
  scope?: string | undefined;
  id?: string | undefined;
  controlRule?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  knownAt?: string | undefined;
  by?: readonly string[] | undefined;
}

export type TotalsScope = Scope | UnlinkedScope;

export interface TotalsQuestion {
  readonly scope: TotalsScope;
  /** Half-open window of usage time in milliseconds; an hour belongs to it by its start. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  /** Undefined: now. */
  readonly knownAtMs: number | undefined;
  readonly by: readonly GroupKey[];
}

/** Throws the problem of an id that names another provider. */
export function readTotalsQuestion(caller: Caller, raw: RawTotalsQuestion): Answer<TotalsQuestion> {
  const scope = readTotalsScope(caller, raw);
  if ('refused' in scope) return scope;
  const window = readWindow(raw.from, raw.to);
  if ('refused' in window) return window;
  const knownAt = readMoment(raw.knownAt, 'knownAt', 'KNOWN_AT_INVALID');
  if ('refused' in knownAt) return knownAt;
  const by = readGrouping(scope.answer, raw.by ?? []);
  if ('refused' in by) return by;
  return { answer: { scope: scope.answer, ...window.answer, knownAtMs: knownAt.answer, by: by.answer } };
}

export function readTotalsScope(caller: Caller, raw: Pick<RawTotalsQuestion, 'scope' | 'id' | 'controlRule'>): Answer<TotalsScope> {
  if (raw.scope === 'provider')
    return refuse(
      'SCOPE_ANSWERED_ELSEWHERE',
      'The monitor knows who is behind accounts: the usage ledger answers for a provider.',
      'scope',
    );
  if (raw.scope === 'unlinked') return { answer: { kind: 'unlinked', provider: orProblem(resolveProvider(caller, raw.id)).provider } };
  if (!(SCOPE_KINDS as readonly (string | undefined)[]).includes(raw.scope))
    return refuse(
      'SCOPE_INVALID',
      `scope must be one of ${[...SCOPE_KINDS, 'unlinked'].join(', ')}; it was ${shown(raw.scope ?? '')}.`,
      'scope',
    );
  return readScope(caller, raw);
}

/** Who a scope can be told apart by: only what it consists of. */
const OWNERS: Partial<Record<TotalsScope['kind'], readonly GroupKey[]>> = { party: ['customer'], group: ['customer', 'party'] };

function readGrouping({ kind }: TotalsScope, by: readonly string[]): Answer<readonly GroupKey[]> {
  const allowed = GROUP_KEYS.filter((key) => (key !== 'customer' && key !== 'party') || OWNERS[kind]?.includes(key));
  const unknown = by.find((key) => !(allowed as readonly string[]).includes(key));
  if (unknown !== undefined)
    return refuse('GROUPING_INVALID', `by takes ${allowed.join(', ')} for this scope; it had ${shown(unknown)}.`, 'by');
  if (new Set(by).size < by.length) return refuse('GROUPING_INVALID', 'by names the same key twice.', 'by');
  return { answer: by as readonly GroupKey[] };
}

/** The hours whose start lies in [from, to). */
export const hoursOf = ({ fromMs, toMs }: Pick<TotalsQuestion, 'fromMs' | 'toMs'>): { fromHour: number; toHour: number } => ({
  fromHour: fromMs === undefined ? -Infinity : Math.ceil(fromMs / HOUR_MS),
  toHour: toMs === undefined ? Infinity : Math.ceil(toMs / HOUR_MS),
});
