import { Injectable } from '@nestjs/common';
import { type Actor, type CaseScope, type CaseState, NOBODY_KNOWN, type PeopleFacts, type PersonId, scopeKeyOf } from '@tidemark/domain';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { PeopleRecords } from '../delegations/people-records.port.js';
import { SubjectDirectory } from '../intake/subject-directory.js';
import { PeopleSource } from './people-source.js';

/** What casework saw of persons itself, what the issuer of their tokens told, who stands in for whom, and who verified the subject. */
@Injectable()
export class KnownPeople extends PeopleSource {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: PeopleRecords,
    private readonly subjects: SubjectDirectory,
  ) {
    super();
  }

  async noteSeen(actor: Actor, nowMs: number): Promise<void> {
    if (actor.human) await this.transactions.run((tx) => this.people.noteSeen(tx, actor, nowMs));
  }

  async load(tx: Transaction, state: CaseState, actor: Actor, nowMs: number): Promise<PeopleFacts> {
    if (state.version === 0 || !bearsOn(state, actor)) return NOBODY_KNOWN;
    const persons = [...new Set([...state.participants.keys(), ...readersOf(state), actor.person])];
    const { changes, delegations } = await this.people.factsOf(tx, persons, state.openedAt);
    return { changes, delegations, analysts: await this.analystsOf(tx, state, persons, nowMs) };
  }

  /** Whoever verified, decided about or linked its customers, and whoever works for a provider that serves them. */
  private async analystsOf(tx: Transaction, state: CaseState, persons: readonly PersonId[], nowMs: number): Promise<ReadonlySet<PersonId>> {
    const records = [];
    for (const scope of scopesOf(state)) records.push(...(await this.subjects.customersOf(tx, scope, nowMs)));
    if (records.length === 0) return this.people.ofProviders(tx, persons, providersOf(state));
    const analysts = await this.subjects.analystsOf(tx, [...new Set(records.map(({ customer }) => customer))]);
    const providers = [...providersOf(state), ...records.map(({ provider }) => provider)];
    return new Set([...analysts, ...(await this.people.ofProviders(tx, persons, [...new Set(providers)]))]);
  }
}

/** Whom somebody asks to let read, though they did nothing in the case so far. */
const readersOf = ({ access }: CaseState): PersonId[] =>
  [...access.requests.values()].filter(({ status }) => status === 'asked').flatMap(({ persons }) => persons);

/** Machines never decide; casework itself does something about persons only where a step of one of them waits. */
const bearsOn = ({ stage }: CaseState, { human, role }: Actor): boolean =>
  human || (role === 'casework' && (stage === 'proposed' || stage === 'appealed'));

const scopesOf = ({ subject, flags }: CaseState): CaseScope[] => [
  ...new Map([subject, ...[...flags.values()].map(({ scope }) => scope)].map((scope) => [scopeKeyOf(scope), scope])).values(),
];

const providersOf = (state: CaseState): string[] => scopesOf(state).flatMap(({ provider }) => (provider === undefined ? [] : [provider]));
