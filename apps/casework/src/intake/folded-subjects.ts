import { Injectable } from '@nestjs/common';
import {
  type Attribution,
  type CaseScope,
  type ControlRule,
  HOUR_MS,
  hourOf,
  type PersonId,
  type Scope,
  type ScopeMember,
  scopeKeyOf,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { IdentityFacts } from './identity-facts.port.js';
import { IdentityFold } from './identity-fold.js';
import { type CustomerRecord, SubjectDirectory } from './subject-directory.js';

/** The registry's own tasks: not a person. Ids of machine clients are no person's either, and do no harm among them. */
const REGISTRY_ITSELF = 'customer-registry';
const CONTROL = 'control';

/** Use belongs to whom it did at the start of the hour: so does what is asked here. */
@Injectable()
export class FoldedSubjects extends SubjectDirectory {
  constructor(
    private readonly fold: IdentityFold,
    private readonly facts: IdentityFacts,
  ) {
    super();
  }

  async customersOf(tx: Transaction, scope: CaseScope, atMs: number): Promise<CustomerRecord[]> {
    const known = await this.fold.upToDate(tx);
    // A record that no fact told of yet, and whose provider nobody named, is nobody's: never the scheme's own.
    return customersIn(known, scope, atMs).flatMap((customer) => {
      const provider = known.providerOf(customer) ?? scope.provider;
      return provider === undefined ? [] : [{ customer, provider }];
    });
  }

  async widestOf(tx: Transaction, scope: CaseScope, atMs: number): Promise<CaseScope[]> {
    const known = await this.fold.upToDate(tx);
    const party = partyBehind(known, scope, atMs);
    if (party === undefined) return [scope];
    const groups = widestGroups(known, party, hourOf(atMs));
    if (groups.length > 0) return groups.map(groupOf);
    return [scope.kind === 'group' ? scope : { kind: 'party', id: party }];
  }

  async aboveOf(tx: Transaction, scope: CaseScope, atMs: number): Promise<CaseScope[]> {
    const known = await this.fold.upToDate(tx);
    const party = partyBehind(known, scope, atMs);
    if (party === undefined) return [scope];
    const customer = scope.kind === 'account' ? customersIn(known, scope, atMs).map((id) => customerScope(known, id)) : [];
    const groups = known.controllersOf(party, CONTROL, hourOf(atMs)).map(groupOf);
    const all: CaseScope[] = [scope, ...customer, { kind: 'party', id: party }, ...groups];
    // A group by shares alone is not inside the party that it is named after.
    return distinct(scope.kind === 'group' ? [scope, ...groups] : all);
  }

  async insideOf(tx: Transaction, scope: CaseScope, atMs: number): Promise<CaseScope[]> {
    const known = await this.fold.upToDate(tx);
    const inside: CaseScope[] = [];
    const gather = ({ scope, members }: ScopeMember): void => {
      inside.push(scope.kind === 'customer' ? customerScope(known, scope.id) : scope);
      members.forEach(gather);
    };
    if (scope.kind !== 'cluster') known.membersOf(asked(scope), hourOf(atMs), hourOf(atMs) + 1).forEach(gather);
    if (scope.kind === 'group') inside.push({ kind: 'party', id: scope.id });
    return distinct(inside);
  }

  async analystsOf(tx: Transaction, customers: readonly string[]): Promise<ReadonlySet<PersonId>> {
    const recorded = await this.facts.recordedAbout(tx, customers);
    return new Set(recorded.filter((by) => by !== '' && by !== REGISTRY_ITSELF));
  }
}

function customersIn(known: Attribution, scope: CaseScope, atMs: number): string[] {
  const hour = hourOf(atMs);
  switch (scope.kind) {
    case 'cluster':
      return [];
    case 'account':
      return [known.customerAt(scope.provider ?? '', scope.id, hour * HOUR_MS) ?? []].flat();
    case 'customer':
      return [scope.id];
    case 'party':
      return recordsOf(known, scope.id, hour);
    case 'group': {
      const parties = known.membersOf(asked(scope), hour, hour + 1).map((member) => member.scope.id);
      return [...new Set([scope.id, ...parties].flatMap((party) => recordsOf(known, party, hour)))].sort();
    }
    default:
      return scope.kind satisfies never;
  }
}

const recordsOf = (known: Attribution, party: string, hour: number): string[] =>
  known.membersOf({ kind: 'party', id: party }, hour, hour + 1).map(({ scope }) => scope.id);

/** Undefined: nobody is known to stand behind it. */
function partyBehind(known: Attribution, scope: CaseScope, atMs: number): string | undefined {
  if (scope.kind === 'cluster') return undefined;
  if (scope.kind === 'party' || scope.kind === 'group') return scope.id;
  const [customer] = customersIn(known, scope, atMs);
  return customer === undefined || known.providerOf(customer) === undefined ? undefined : known.partyOf(customer);
}

/** Without those whose controller is under another of them; of two that control each other the first by id stays. */
function widestGroups(known: Attribution, party: string, hour: number): string[] {
  const controllers = known.controllersOf(party, CONTROL, hour);
  const above = new Map(controllers.map((one) => [one, new Set(known.controllersOf(one, CONTROL, hour))]));
  return controllers.filter((one) =>
    controllers.every((other) => other === one || !above.get(one)!.has(other) || (above.get(other)!.has(one) && one < other)),
  );
}

function asked({ kind, provider = '', id, controlRule }: CaseScope): Scope {
  if (kind === 'cluster' || kind === 'account') return { kind, provider, id };
  return kind === 'group' ? { kind, id, controlRule: (controlRule ?? CONTROL) as ControlRule } : { kind, id };
}

const groupOf = (controller: string): CaseScope => ({ kind: 'group', id: controller, controlRule: CONTROL });
const customerScope = (known: Attribution, id: string): CaseScope => ({ kind: 'customer', provider: known.providerOf(id) ?? '', id });

const distinct = (scopes: readonly CaseScope[]): CaseScope[] => [...new Map(scopes.map((scope) => [scopeKeyOf(scope), scope])).values()];
