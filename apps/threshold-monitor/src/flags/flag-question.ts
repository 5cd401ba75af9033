import type { Caller } from '@tidemark/access';
import { FLAG_KINDS, scopeKey, TIERS } from '@tidemark/domain';
import { readScope, readScopeKind } from '../ask/asked-scope.js';
import type { AskingRefusalCode } from '../ask/asking-problems.js';
import { readCursor, readLimit } from '../ask/paging.js';
import { type Answer, refuse, shown } from '../ask/refusal.js';
import { readKnownAt, readWindow } from '../ask/window.js';
import { FLAG_STATUSES, type FlagFilter, type FlagPlace } from './flags.port.js';

/** A question for flags as it came in, by any door. */
export interface RawFlagsQuestion {
  scope?: string | undefined;
  id?: string | undefined;
  controlRule?: string | undefined;
  rule?: string | undefined;
  tier?: string | undefined;
  kind?: string | undefined;
  status?: string | undefined;
  provider?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  raisedFrom?: string | undefined;
  raisedTo?: string | undefined;
  knownAt?: string | undefined;
  limit?: string | undefined;
  cursor?: string | undefined;
}

export interface FlagsQuestion {
  readonly filter: FlagFilter;
  readonly after: FlagPlace | undefined;
  readonly limit: number;
}

export const FLAGS_DEFAULT = 100;
export const FLAGS_MAX = 1000;

export function readFlagsQuestion(caller: Caller, raw: RawFlagsQuestion, nowMs: number): Answer<FlagsQuestion> {
  const filter = readFilter(caller, raw);
  if ('refused' in filter) return filter;
  const usage = readWindow(raw.from, raw.to);
  if ('refused' in usage) return usage;
  const raised = readWindow(raw.raisedFrom, raw.raisedTo, ['raisedFrom', 'raisedTo']);
  if ('refused' in raised) return raised;
  const knownAt = readKnownAt(raw.knownAt, nowMs);
  if ('refused' in knownAt) return knownAt;
  const limit = readLimit(raw.limit, FLAGS_DEFAULT, FLAGS_MAX);
  if ('refused' in limit) return limit;
  const after = readCursor<[number, string]>(raw.cursor, ['number', 'uuid']);
  if ('refused' in after) return after;
  const times = { ...usage.answer, raisedFromMs: raised.answer.fromMs, raisedToMs: raised.answer.toMs, knownAtMs: knownAt.answer };
  return { answer: { filter: { ...filter.answer, ...times }, after: after.answer, limit: limit.answer } };
}

export type RawFlagFilter = Pick<RawFlagsQuestion, 'scope' | 'id' | 'controlRule' | 'rule' | 'tier' | 'kind' | 'status' | 'provider'>;

/** What of a flag never changes but its status: what a list and a stream can be narrowed by. */
export function readFilter(caller: Caller, raw: RawFlagFilter): Answer<FlagFilter> {
  const scope = readScopeFilter(caller, raw);
  if ('refused' in scope) return scope;
  const rule = readRule(raw.rule);
  if ('refused' in rule) return rule;
  const tier = oneOf(TIERS, raw.tier, 'tier', 'TIER_INVALID');
  if ('refused' in tier) return tier;
  const kind = oneOf(FLAG_KINDS, raw.kind, 'kind', 'FLAG_KIND_INVALID');
  if ('refused' in kind) return kind;
  const status = oneOf(FLAG_STATUSES, raw.status, 'status', 'FLAG_STATUS_INVALID');
  if ('refused' in status) return status;
  return {
    answer: {
      ...scope.answer,
      ...rule.answer,
      tier: tier.answer,
      kind: kind.answer,
      status: status.answer,
      // Another provider's flags are not there for a provider: the database sees to that.
      provider: raw.provider || undefined,
    },
  };
}

function readScopeFilter(caller: Caller, raw: RawFlagFilter): Answer<Pick<FlagFilter, 'scopeKind' | 'scopeKey'>> {
  if (raw.scope === undefined)
    return raw.id === undefined ? { answer: {} } : refuse('SCOPE_MISSING', 'scope must say what the id is of.', 'scope');
  if (raw.id === undefined) {
    const kind = readScopeKind(raw.scope);
    return 'refused' in kind ? kind : { answer: { scopeKind: kind.answer } };
  }
  const scope = readScope(caller, raw);
  return 'refused' in scope ? scope : { answer: { scopeKind: scope.answer.kind, scopeKey: scopeKey(scope.answer) } };
}

function readRule(raw: string | undefined): Answer<Pick<FlagFilter, 'rule' | 'ruleVersion'>> {
  if (raw === undefined) return { answer: {} };
  const [, rule, version] = /^([a-z0-9][a-z0-9-]{0,99})(?:@([1-9]\d{0,6}))?$/.exec(raw) ?? [];
  if (rule === undefined)
    return refuse('RULE_INVALID', `rule must be an id as eu-ai-act-51, or eu-ai-act-51@1; it was ${shown(raw)}.`, 'rule');
  return { answer: { rule, ...(version === undefined ? {} : { ruleVersion: Number(version) }) } };
}

function oneOf<Word extends string>(
  words: readonly Word[],
  raw: string | undefined,
  field: string,
  code: AskingRefusalCode,
): Answer<Word | undefined> {
  if (raw === undefined) return { answer: undefined };
  const word = words.find((one) => one === raw);
  return word === undefined ? refuse(code, `${field} must be one of ${words.join(', ')}; it was ${shown(raw)}.`, field) : { answer: word };
}
