import { type Caller, isProviderId, orProblem, resolveScopedId } from '@tidemark/access';
import { CONTROL_RULES, type ControlRule, SCOPE_KINDS, type Scope, type ScopeKind } from '@tidemark/domain';
import { isUuid } from './paging.js';
import { type Answer, refuse, shown } from './refusal.js';

export interface RawScope {
  scope?: string | undefined;
  id?: string | undefined;
  controlRule?: string | undefined;
}

/**
 * The one scope that a caller names. Of a compute cluster or account the id is plain for its own provider and `provider/id` for who may see
 * several; of a customer, party or group it is the pseudonymous one, and before a customer's its provider may stand.
 *
 * Throws the problem of an id that names another provider's, as every app does.
 */
export function readScope(caller: Caller, raw: RawScope): Answer<Scope> {
  const kind = readScopeKind(raw.scope);
  if ('refused' in kind) return kind;
  if (!raw.id) return refuse('SCOPE_ID_MISSING', `id must name the ${kind.answer}.`, 'id');
  if (raw.id.includes('\0')) return refuse('UNKNOWN_SCOPE', `The monitor knows no ${kind.answer} ${shown(raw.id)}.`, 'id');
  const rule = readControlRule(raw.controlRule);
  if ('refused' in rule) return rule;
  if (raw.controlRule !== undefined && kind.answer !== 'group')
    return refuse('CONTROL_RULE_INVALID', 'controlRule says who belongs to a group: it goes with scope=group alone.', 'controlRule');
  return { answer: scopeOf(caller, kind.answer, raw.id, rule.answer) };
}

export function readScopeKind(raw = ''): Answer<ScopeKind> {
  if (isScopeKind(raw)) return { answer: raw };
  return refuse('SCOPE_INVALID', `scope must be one of ${SCOPE_KINDS.join(', ')}; it was ${shown(raw)}.`, 'scope');
}

export function readControlRule(raw: string | undefined): Answer<ControlRule> {
  if (raw === undefined) return { answer: 'control' };
  const rule = CONTROL_RULES.find((one) => one === raw);
  return rule ? { answer: rule } : refuse('CONTROL_RULE_INVALID', `controlRule must be one of ${CONTROL_RULES.join(', ')}.`, 'controlRule');
}

function scopeOf(caller: Caller, kind: ScopeKind, id: string, controlRule: ControlRule): Scope {
  switch (kind) {
    case 'cluster':
    case 'account':
      return { kind, ...orProblem(resolveScopedId(caller, id, { slashes: kind === 'cluster' ? 'never' : 'possible' })) };
    case 'customer':
      return { kind, id: customerId(caller, id) };
    case 'party':
      return { kind, id: pseudonym(id) };
    case 'group':
      return { kind, id: pseudonym(id), controlRule };
    default:
      return kind satisfies never;
  }
}

/** Pseudonymous ids are the same for everybody; a provider before it must be one that the caller may name. */
function customerId(caller: Caller, id: string): string {
  const at = id.indexOf('/');
  if (at < 0 || !isProviderId(id.slice(0, at))) return pseudonym(id);
  return pseudonym(orProblem(resolveScopedId(caller, id, { slashes: 'never' })).id);
}

/** A UUID is the same in capitals. */
const pseudonym = (id: string): string => (isUuid(id) ? id.toLowerCase() : id);

/** How the caller writes the id: plainly when the scope is its own. */
export function writtenId(caller: Pick<Caller, 'provider'>, scope: Scope): string {
  if (scope.kind !== 'cluster' && scope.kind !== 'account') return scope.id;
  return caller.provider === scope.provider ? scope.id : `${scope.provider}/${scope.id}`;
}

/** What stands over providers: of the scheme alone, and for a provider as if there were none. */
export const isOfTheScheme = ({ kind }: Pick<Scope, 'kind'>): boolean => kind === 'party' || kind === 'group';

const isScopeKind = (value: string): value is ScopeKind => (SCOPE_KINDS as readonly string[]).includes(value);
