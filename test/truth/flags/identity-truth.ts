/** Whose an hour of use was, who a record is, and what is known of it: asked fact by fact, with nothing kept but answers that repeat. */
import { groupsBy, holdingsOf } from './control-truth.js';
import {
  type ControlRuleTruth,
  DAY_MS,
  type EdgeTruth,
  type FlagFact,
  type FlagStatement,
  HOUR_MS,
  LEVELS,
  type LevelTruth,
} from './flag-truth.model.js';

type Of<Type extends FlagStatement['type']> = Extract<FlagFact, { type: Type }>;

export class IdentityTruth {
  readonly #groups = new Map<string, Map<string, Set<string>>>();
  readonly #partyOf = new Map<string, string>();

  constructor(private readonly facts: readonly FlagFact[]) {
    for (const { customer, party } of this.#of('resolved')) this.#partyOf.set(customer, party);
  }

  #of<Type extends FlagStatement['type']>(type: Type): Of<Type>[] {
    return this.facts.filter((fact): fact is Of<Type> => fact.type === type);
  }

  /** The customer an account was linked to at an instant. */
  linkedTo(provider: string, account: string, ms: number): string | undefined {
    const ends = this.#of('unlinked');
    const link = this.#of('linked').find((one) => {
      if (one.provider !== provider || one.account !== account) return false;
      const end = Math.min(one.toMs ?? Infinity, ...ends.filter(({ link }) => link === one.link).map(({ atMs }) => atMs));
      return one.fromMs <= ms && ms < end;
    });
    return link?.customer;
  }

  /** It has no valid time: the latest resolution says who somebody always was. One that nothing resolves is its own party. */
  partyOf(customer: string): string {
    return this.#partyOf.get(customer) ?? customer;
  }

  /** Parties under each controller at an instant, without the controller itself. */
  groupsAt(ms: number, rule: ControlRuleTruth): Map<string, Set<string>> {
    const edges = this.#edgesAt(ms);
    const key = `${rule} ${edges.map(({ edge }) => edge).join(' ')}`;
    let groups = this.#groups.get(key);
    if (!groups)
      this.#groups.set(
        key,
        (groups = groupsBy(
          rule,
          holdingsOf(edges, (customer) => this.partyOf(customer)),
        )),
      );
    return groups;
  }

  #edgesAt(ms: number): EdgeTruth[] {
    const ends = this.#of('controlEnded');
    return this.#of('controlStated').filter((one) => {
      const end = Math.min(one.toMs ?? Infinity, ...ends.filter(({ edge }) => edge === one.edge).map(({ atMs }) => atMs));
      return one.fromMs <= ms && ms < end;
    });
  }

  customers(): string[] {
    return [...new Set(this.facts.flatMap((fact) => ('customer' in fact ? [fact.customer] : [])))];
  }

  recordsOf(party: string): string[] {
    return this.customers().filter((customer) => this.partyOf(customer) === party);
  }

  /** What was said of a customer's standing, by time: each fact replaces what was said of its own start and later. */
  #standings(customer: string): Of<'standing'>[] {
    let standings: Of<'standing'>[] = [];
    for (const one of this.#of('standing').filter((standing) => standing.customer === customer))
      standings = [...standings.filter(({ fromMs }) => fromMs < one.fromMs), one];
    return standings;
  }

  standingOf(customer: string, nowMs: number): Of<'standing'> | undefined {
    return this.#standings(customer).findLast(({ fromMs }) => fromMs <= nowMs);
  }

  providerOf(customer: string): string | undefined {
    return this.facts.flatMap((fact) => ('customer' in fact && 'provider' in fact && fact.customer === customer ? [fact.provider] : []))[0];
  }

  /** Valid from <= now < valid until; lapsed or never given: NONE. */
  levelOf(customer: string, nowMs: number): LevelTruth {
    const standing = this.standingOf(customer, nowMs);
    return standing && nowMs < (standing.levelValidUntilMs ?? Infinity) ? standing.level : 'NONE';
  }

  /** The lowest over the records that rent; undefined where none does. */
  levelOfParty(party: string, nowMs: number): LevelTruth | undefined {
    const renting = this.recordsOf(party).filter((customer) => {
      const standing = this.standingOf(customer, nowMs);
      return !standing?.related && standing?.status !== 'CLOSED' && !this.#of('erased').some((one) => one.customer === customer);
    });
    const levels = renting.map((customer) => LEVELS.indexOf(this.levelOf(customer, nowMs)));
    return levels.length === 0 ? undefined : LEVELS[Math.min(...levels)]!;
  }

  /** [from, to) of each suspension, until ACTIVE again. */
  suspensionsOf(customer: string): { fromMs: number; toMs: number }[] {
    const suspensions: { fromMs: number; toMs: number }[] = [];
    for (const one of this.#standings(customer)) {
      const open = suspensions.at(-1);
      if (one.status === 'SUSPENDED' && open?.toMs !== Infinity) suspensions.push({ fromMs: one.fromMs, toMs: Infinity });
      if (one.status === 'ACTIVE' && open?.toMs === Infinity) open.toMs = one.fromMs;
    }
    return suspensions;
  }

  latestIntentOf(customer: string): Of<'intentDeclared'> | undefined {
    return this.#of('intentDeclared').findLast((one) => one.customer === customer);
  }

  /** Whether the customer attests this now. */
  attests(customer: string, subject: string, nowMs: number): boolean {
    const ends = this.#of('attestationEnded');
    return this.#of('attested').some((one) => {
      if (one.customer !== customer || one.subject !== subject) return false;
      const end = Math.min(one.untilMs, ...ends.filter(({ exemption }) => exemption === one.exemption).map(({ atMs }) => atMs));
      return one.fromMs <= nowMs && nowMs < end;
    });
  }
}

export const hourStart = (hour: number): number => hour * HOUR_MS;
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
