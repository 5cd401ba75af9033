import type { ControlEdge } from '../control/control-edge.js';
import { controlEndOf } from '../control/control-edge.js';
import { type AccountLink, endOf } from '../links/account-link.js';
import type { Scope } from '../thresholds/scope.js';
import type { CustomerRecord } from './customer-records.js';
import { hourFrom } from './hours.js';
import type { IdentityState } from './identity-state.js';

/** The statements that a scope's hours rest on: what a flag names, so that anybody can ask for them as they were known then. */
export interface ScopeVersions {
  readonly links: readonly LinkVersion[];
  readonly resolutions: readonly ResolutionVersion[];
  readonly control: readonly ControlVersion[];
}

/** A statement with what became of it. `toMs`: exclusive, absent while it goes on. */
interface StatementVersion {
  readonly fromMs: number;
  readonly toMs?: number;
  /** When it was stated. */
  readonly knownAtMs: number;
  /** When its end became known that holds now; absent where none was told but at first. */
  readonly endKnownAtMs?: number;
}

export interface LinkVersion extends StatementVersion, Pick<AccountLink, 'link' | 'customer' | 'evidence'> {
  readonly provider: string;
  readonly account: string;
}

export interface ResolutionVersion {
  readonly customer: string;
  readonly party: string;
  readonly knownAtMs: number;
}

export interface ControlVersion extends StatementVersion, Pick<ControlEdge, 'edge' | 'provider' | 'owner' | 'owned' | 'kind' | 'share'> {}

export function versionsBehind(state: IdentityState, scope: Scope): ScopeVersions {
  const parties = partiesBehind(state, scope);
  const records = recordsBehind(state, scope, parties);
  return {
    links: linksBehind(state, scope, records).sort((one, other) => (one.link < other.link ? -1 : 1)),
    resolutions: parties.length === 0 ? [] : records.flatMap(resolutionOf).sort((one, other) => (one.customer < other.customer ? -1 : 1)),
    control: scope.kind === 'group' ? edgesBehind(state, scope) : [],
  };
}

function partiesBehind(state: IdentityState, scope: Scope): string[] {
  if (scope.kind === 'party') return [scope.id];
  return scope.kind === 'group' ? [...state.groupsOf(scope.controlRule).membersOf(scope.id).keys()] : [];
}

function recordsBehind({ records }: IdentityState, scope: Scope, parties: readonly string[]): CustomerRecord[] {
  if (scope.kind === 'customer') return [records.find(scope.id) ?? []].flat();
  return parties.flatMap((party) => records.recordsOf(party));
}

function linksBehind({ accounts }: IdentityState, scope: Scope, records: readonly CustomerRecord[]): LinkVersion[] {
  if (scope.kind === 'account') {
    const account = accounts.find(scope.provider, scope.id);
    return account
      ? account
          .links()
          .filter(ownsHours)
          .map((link) => versionOfLink(link, account))
      : [];
  }
  return records.flatMap((record) =>
    record.accounts.flatMap((account) =>
      account
        .links()
        .filter((link) => link.customer === record.customer && ownsHours(link))
        .map((link) => versionOfLink(link, account)),
    ),
  );
}

const ownsHours = (link: AccountLink): boolean => hourFrom(link.fromMs) < hourFrom(endOf(link));

function versionOfLink(
  { link, customer, evidence, fromMs, knownAtMs, ...rest }: AccountLink,
  { provider, account }: { provider: string; account: string },
): LinkVersion {
  const end = endOf({ link, customer, evidence, fromMs, knownAtMs, ...rest });
  return { link, provider, account, customer, fromMs, ...endVersion(end, rest.ends), knownAtMs, evidence };
}

function endVersion(end: number, ends: readonly { atMs: number; knownAtMs: number }[]): { toMs?: number; endKnownAtMs?: number } {
  if (end === Number.POSITIVE_INFINITY) return {};
  const told = ends.findLast(({ atMs }) => atMs === end);
  return { toMs: end, ...(told && { endKnownAtMs: told.knownAtMs }) };
}

const resolutionOf = ({ customer, party, resolvedAtMs }: CustomerRecord): ResolutionVersion[] =>
  resolvedAtMs === undefined ? [] : [{ customer, party, knownAtMs: resolvedAtMs }];

/** Every statement on a way from the controller to a member, of whatever time: what is not on one gives nobody anything. */
function edgesBehind(state: IdentityState, scope: Scope & { kind: 'group' }): ControlVersion[] {
  const { statements, records } = state;
  const members = state.groupsOf(scope.controlRule).membersOf(scope.id);
  const below = reached([scope.id], (party) => Array.from(statements.heldBy(party, records), ({ owned }) => records.partyOf(owned)));
  const above = reached(members.keys(), (party) =>
    Array.from(statements.heldIn(party, records), ({ owner }) => records.partyOf(owner)).filter((owner) => below.has(owner)),
  );
  const edges = [...above].flatMap((party) => [...statements.heldIn(party, records)]);
  return edges
    .filter((edge) => isOnWay(edge) && ownsAnyHour(edge))
    .sort((one, other) => (one.edge < other.edge ? -1 : 1))
    .map(versionOfEdge);

  function isOnWay({ owner, owned }: ControlEdge): boolean {
    const [from, to] = [records.partyOf(owner), records.partyOf(owned)];
    return from !== to && below.has(from) && above.has(to);
  }
}

function reached(starts: Iterable<string>, next: (party: string) => Iterable<string>): Set<string> {
  const found = new Set(starts);
  for (const party of found) for (const other of next(party)) found.add(other);
  return found;
}

const ownsAnyHour = (edge: ControlEdge): boolean => hourFrom(edge.fromMs) < hourFrom(controlEndOf(edge));

function versionOfEdge(edge: ControlEdge): ControlVersion {
  const { edge: id, provider, owner, owned, kind, share, fromMs, knownAtMs, ends } = edge;
  return { edge: id, provider, owner, owned, kind, ...(share && { share }), fromMs, ...endVersion(controlEndOf(edge), ends), knownAtMs };
}
