import { CONTROL_KINDS, type ControlEdge, hasShare } from '../control/control-edge.js';
import { CustomerGroups } from '../control/customer-groups.js';
import { readFraction } from '../control/fraction.js';
import { holdingsAt } from '../control/holdings.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import type { EvidenceDifference, FlagEvidence, ScopeVersionsJson } from './flag-evidence.js';
import { isObject, isWhole } from './flag-evidence-facts.js';
import type { Scope } from './scope.js';

/**
 * Whether the hours that count follow from the links, resolutions and holdings that the bundle names, worked out hour by hour of change by
 * asking each time anew who the account was linked to, whose record that is and who was under the controller.
 *
 * Compute clusters and accounts need no statements: their use is their own. Of groups by ownership, owners outside of the bundle can bring a
 * stated share down, so theirs are not worked out here.
 */
export function checkSpans({ scope, statements, members, untilHour }: FlagEvidence): EvidenceDifference[] {
  if (scope.kind === 'cluster' || scope.kind === 'account') return foreignUse(scope, members);
  const unresolved = checkParties(statements);
  if (unresolved.length > 0 || (scope.kind === 'group' && scope.controlRule !== 'control')) return unresolved;
  const belongs = belonging(scope, statements);
  const derived = derivedSpans(statements, untilHour, belongs);
  const claimed = new Map(members.map(({ provider, account, spans }) => [nameOf(provider, account), printSpans(spans, untilHour)]));
  return [...new Set([...derived.keys(), ...claimed.keys()])].sort().flatMap((name) => {
    const [found, said] = [derived.get(name) ?? '', claimed.get(name) ?? ''];
    return found === said ? [] : [{ code: 'EVIDENCE_SPANS_DIFFER' as const, at: `account ${name}`, claimed: said, found }];
  });
}

/** Use of another account than the flag's, or of another provider's than the compute cluster's. */
function foreignUse(scope: Extract<Scope, { kind: 'cluster' | 'account' }>, members: FlagEvidence['members']): EvidenceDifference[] {
  const isOwn = ({ provider, account }: FlagEvidence['members'][number]) =>
    provider === scope.provider && (scope.kind === 'cluster' || account === scope.id);
  return members
    .filter((member) => !isOwn(member))
    .map(({ provider, account }) => ({ code: 'EVIDENCE_SPANS_DIFFER', at: `account ${nameOf(provider, account)}`, found: '' }));
}

/** Whose record a customer is said to be, where a resolution of it is there: what that says. */
function checkParties({ resolutions, parties }: ScopeVersionsJson): EvidenceDifference[] {
  const resolved = new Map(resolutions.map(({ customer, party }) => [customer, party]));
  return parties.flatMap(([customer, claimed]) => {
    const found = resolved.get(customer) ?? claimed;
    return found === claimed ? [] : [{ code: 'EVIDENCE_SPANS_DIFFER' as const, at: `customer ${customer}`, claimed, found }];
  });
}

type Belongs = (customer: string, hour: number) => boolean;

function belonging(scope: Scope, { control, parties }: ScopeVersionsJson): Belongs {
  if (scope.kind === 'customer') return (customer) => customer === scope.id;
  const known = new Map(parties);
  const partyOf = (customer: string): string => known.get(customer) ?? customer;
  if (scope.kind === 'party') return (customer) => partyOf(customer) === scope.id;
  const edges = control.map(({ share, ...edge }): ControlEdge => ({ ...edge, ...(share && { share: readFraction(share) }), ends: [] }));
  const changes = [...new Set(edges.flatMap(({ fromMs, toMs }) => [fromMs, toMs ?? []].flat().map(hourFrom)))].sort((a, b) => a - b);
  const groups = new Map<number, ReadonlySet<string>>();
  const groupAt = (hour: number): ReadonlySet<string> => {
    // Nothing changes between two changes: the last one before the hour stands for it.
    const since = changes.findLast((change) => change <= hour) ?? Number.NEGATIVE_INFINITY;
    let group = groups.get(since);
    if (!group) groups.set(since, (group = groupOf(edges, partyOf, { controller: scope.id, hour })));
    return group;
  };
  return (customer, hour) => groupAt(hour).has(partyOf(customer));
}

/** The controller and all under it; nobody where it controls nobody. */
function groupOf(
  edges: readonly ControlEdge[],
  partyOf: (record: string) => string,
  { controller, hour }: { controller: string; hour: number },
): ReadonlySet<string> {
  const { holdings } = holdingsAt(edges, { asOfMs: hour * HOUR_MS, partyOf });
  const under = CustomerGroups.of(holdings, 'control').group(controller);
  return new Set(under.length === 0 ? [] : [controller, ...under]);
}

const hourFrom = (ms: number): number => Math.ceil(ms / HOUR_MS);

/** By account, printed. */
function derivedSpans({ links, control }: ScopeVersionsJson, untilHour: number, belongs: Belongs): Map<string, string> {
  const changes = control.flatMap(({ fromMs, toMs }) => [hourFrom(fromMs), ...(toMs === undefined ? [] : [hourFrom(toMs)])]);
  const byAccount = Map.groupBy(links, ({ provider, account }) => nameOf(provider, account));
  const derived = new Map<string, string>();
  for (const [name, own] of byAccount) {
    const pieces = own.flatMap(({ customer, fromMs, toMs }) => {
      const [from, to] = [hourFrom(fromMs), Math.min(untilHour, toMs === undefined ? Number.POSITIVE_INFINITY : hourFrom(toMs))];
      const starts = [from, ...changes.filter((change) => from < change && change < to)].sort((a, b) => a - b);
      return starts.map((fromHour, index) => ({ customer, fromHour, toHour: starts[index + 1] ?? to })).filter(isFilled);
    });
    const counted = pieces.filter(({ customer, fromHour }) => belongs(customer, fromHour)).sort((a, b) => a.fromHour - b.fromHour);
    if (counted.length > 0) derived.set(name, printSpans(counted, untilHour));
  }
  return derived;
}

const isFilled = ({ fromHour, toHour }: { fromHour: number; toHour: number }): boolean => fromHour < toHour;

/** In order, those that meet as one: "5-7 9-12". */
function printSpans(spans: readonly { fromHour: number; toHour?: number | undefined }[], untilHour: number): string {
  const merged: { from: number; to: number }[] = [];
  for (const { fromHour, toHour = Number.POSITIVE_INFINITY } of spans) {
    const to = Math.min(toHour, untilHour);
    const last = merged.at(-1);
    if (fromHour >= to) continue;
    if (last && fromHour <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from: fromHour, to });
  }
  return merged.map(({ from, to }) => `${from}-${to}`).join(' ');
}

const nameOf = (provider: string, account: string): string => JSON.stringify([provider, account]);

/** Whether statements of unknown origin can be read. */
export function areStatements(statements: unknown): statements is ScopeVersionsJson {
  if (!isObject(statements)) return false;
  const { links, resolutions, control, parties } = statements;
  const isPair = (one: unknown) => Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === 'string');
  if (!Array.isArray(parties) || !parties.every(isPair)) return false;
  return areAll(links, isLink) && areAll(control, isEdge) && areAll(resolutions, isResolution);
}

type Json = Readonly<Record<string, unknown>>;

const areAll = (value: unknown, check: (one: Json) => boolean): boolean =>
  Array.isArray(value) && value.every((one) => isObject(one) && check(one));

const isLink = (link: Json): boolean => [link.provider, link.account, link.customer].every(isText) && isTimed(link);

const isResolution = (one: Json): boolean => [one.customer, one.party].every(isText) && isWhole(one.knownAtMs);

const isEdge = (edge: Json): boolean =>
  [edge.owner, edge.owned].every(isText) && isTimed(edge) && CONTROL_KINDS.some((kind) => kind === edge.kind && isShare(edge.share, kind));

const isShare = (share: unknown, kind: (typeof CONTROL_KINDS)[number]): boolean =>
  hasShare(kind) ? isText(share) && /^\d{1,60}(\/[1-9]\d{0,60})?$/.test(share) : share === undefined;

const isTimed = ({ fromMs, toMs, knownAtMs }: Json): boolean =>
  isWhole(fromMs) && isWhole(knownAtMs) && (toMs === undefined || isWhole(toMs));

const isText = (value: unknown): value is string => typeof value === 'string';
