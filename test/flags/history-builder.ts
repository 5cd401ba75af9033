/** Commands in, facts out. Refuses, by doing nothing, what the services would refuse: so every history is one that can have been. */
import { type FlagFact, type FlagStatement, HOUR_MS, LEVELS, scopeName } from '../truth/flags/flag-truth.model.js';
import { rational } from '../truth/flags/rational.js';
import type { History, Step } from './history.js';
import type { HistoryDrawn, IdentityCommand, OtherCommand, StepDrawn, UsageCommand } from './history-commands.js';
import { ACCOUNTS, CLUSTERS, CUSTOMERS, msOf, PARTIES } from './history-places.js';
import { BEGIN_MS, FIRST_RULES, RULE_POOL, ruleFact } from './history-rules.js';
import { UsageBook } from './usage-book.js';

type StandingFact = Extract<FlagStatement, { type: 'standing' }>;

interface Interval {
  id: string;
  fromMs: number;
  toMs: number;
}
interface LinkMade extends Interval {
  account: number;
  customer: number;
}

export class HistoryBuilder {
  readonly #usage = new UsageBook();
  readonly #links: LinkMade[] = [];
  readonly #edges: (Interval & { what: string; owner: string })[] = [];
  readonly #parties = new Map<string, string>();
  readonly #attestations: { id: string; customer: string }[] = [];
  readonly #standing = new Map<string, StandingFact>();
  #nowMs = BEGIN_MS;
  #ids = 0;

  static build({ rules, first: commands, steps }: HistoryDrawn): History {
    const builder = new HistoryBuilder();
    const first: StepDrawn = { pause: 1, commands, repeats: 'NEVER' };
    return [...builder.#beginning(rules), ...[first, ...steps].flatMap((one) => builder.#step(one))];
  }

  #beginning(rules: readonly number[] | undefined): Step[] {
    const first = FIRST_RULES.filter((_, i) => rules === undefined || rules.includes(i));
    const clusters = CLUSTERS.map((_, i) => this.#other({ type: 'register', cluster: i, accelerators: 2, interconnectGbps: 100 })[0]!);
    const made = (source: Step['source'], statements: FlagStatement[]): Step => {
      this.#nowMs += 1;
      return { nowMs: this.#nowMs, source, facts: this.#known(statements), repeats: 'NEVER' };
    };
    return [
      made('FACILITY', clusters),
      made(
        'RULES',
        first.map((rule) => ruleFact(rule)),
      ),
    ];
  }

  #known(statements: FlagStatement[]): FlagFact[] {
    return statements.map((statement) => ({ ...statement, knownAtMs: this.#nowMs }));
  }

  #step({ pause, commands, repeats }: StepDrawn): Step[] {
    this.#nowMs += pause;
    const first = commands[0]!;
    const source = sourceOf(first);
    const all: readonly (UsageCommand | IdentityCommand | OtherCommand)[] = commands;
    const statements = all.flatMap((command) => this.#statements(command));
    if (statements.length === 0 && source !== 'TICK') return [];
    return [{ nowMs: this.#nowMs, source, facts: this.#known(statements), repeats }];
  }

  #statements(command: UsageCommand | IdentityCommand | OtherCommand): FlagStatement[] {
    switch (command.type) {
      case 'post':
      case 'correct':
      case 'surge':
      case 'daily':
        return this.#usage.take(command, this.#nowMs);
      case 'register':
      case 'rule':
      case 'evaluate':
      case 'tick':
        return this.#other(command);
      default:
        return this.#identity(command);
    }
  }

  #id(prefix: string): string {
    this.#ids += 1;
    return `${prefix}${this.#ids}`;
  }

  #other(command: OtherCommand): FlagStatement[] {
    if (command.type === 'tick') return [];
    if (command.type === 'rule') return [ruleFact(RULE_POOL[command.rule % RULE_POOL.length]!, command.state)];
    if (command.type === 'evaluate') return this.#evaluated(command);
    const [provider, cluster] = CLUSTERS[command.cluster]!;
    const { accelerators, interconnectGbps } = command;
    const inServiceFromMs = Date.UTC(2025, 0, 1);
    return [{ type: 'cluster', provider, cluster, accelerators, interconnectGbps, peakOpsPerSecond: 10n ** 15n, inServiceFromMs }];
  }

  /** Of somebody who has an account, or owns somebody. */
  #evaluated({ kind, which, at }: OtherCommand & { type: 'evaluate' }): FlagStatement[] {
    const link = this.#links.at(which);
    const customer = kind === 'group' ? this.#edges.at(which)?.owner : link && CUSTOMERS[link.customer]![1];
    if (customer === undefined) return [];
    const party = this.#parties.get(customer) ?? customer;
    const scope = { customer: scopeName.customer(customer), party: scopeName.party(party), group: scopeName.group('control', party) }[kind];
    return [{ type: 'evaluated', scope, atMs: at ? msOf(at) : this.#nowMs }];
  }

  #identity(command: IdentityCommand): FlagStatement[] {
    switch (command.type) {
      case 'link':
        return this.#link(
          command.account,
          ownCustomer(command.account, command.customer),
          msOf(command.from),
          command.to && msOf(command.to),
        );
      case 'unlink':
        return this.#unlink(command.link, command.isWhole ? undefined : msOf(command.at));
      case 'transfer':
        return this.#transfer(command.link, command.customer, msOf(command.at));
      case 'resolve': {
        const [provider, customer] = CUSTOMERS[command.customer]!;
        const party = PARTIES[command.party] ?? customer;
        this.#parties.set(customer, party);
        return [{ type: 'resolved', customer, provider, party }];
      }
      case 'control':
        return this.#control(command);
      case 'endControl':
        return this.#endControl(command.edge, msOf(command.at));
      case 'verify':
        return this.#standingAfter(command.customer, levelOf(command, this.#nowMs), this.#since(command));
      case 'status':
        return this.#standingAfter(command.customer, { status: command.status }, this.#since(command));
      case 'suspendFor':
        return this.#suspendedFor(command);
      default:
        return this.#declaration(command);
    }
  }

  /** Two links of one account in force at one instant are refused. */
  #link(account: number, customer: number, fromMs: number, toMs = Infinity): FlagStatement[] {
    const [provider, name] = ACCOUNTS[account]!;
    if (toMs <= fromMs) return [];
    const meets = (one: LinkMade) => one.account === account && one.fromMs < toMs && fromMs < one.toMs && one.toMs > one.fromMs;
    if (this.#links.some(meets)) return [];
    const link = { id: this.#id('l'), account, customer, fromMs, toMs };
    this.#links.push(link);
    const end = Number.isFinite(toMs) ? { toMs } : {};
    return [{ type: 'linked', link: link.id, provider, account: name, customer: CUSTOMERS[customer]![1], fromMs, ...end }];
  }

  /** Ends only shorten. Without an instant: it never held. */
  #unlink(which: number, atMs?: number): FlagStatement[] {
    const link = this.#links.at(which);
    if (!link) return [];
    const at = atMs ?? link.fromMs;
    if (at < link.fromMs || at >= link.toMs) return [];
    link.toMs = at;
    const [provider, account] = ACCOUNTS[link.account]!;
    return [{ type: 'unlinked', link: link.id, provider, account, customer: CUSTOMERS[link.customer]![1], atMs: at }];
  }

  #transfer(which: number, customer: number, atMs: number): FlagStatement[] {
    const link = this.#links.at(which);
    const to = link && ownCustomer(link.account, customer);
    if (!link || to === undefined || link.customer === to) return [];
    const until = link.toMs;
    const ended = this.#unlink(which, atMs);
    return ended.length === 0 ? [] : [...ended, ...this.#link(link.account, to, atMs, until)];
  }

  /** Statements of one provider about the same two records and of the same kind must find their time free. */
  #control(command: IdentityCommand & { type: 'control' }): FlagStatement[] {
    const [provider, owner] = CUSTOMERS[command.owner]!;
    const own = CUSTOMERS.filter(([of]) => of === provider);
    const owned = own[command.owned % own.length]![1];
    const [fromMs, toMs] = [msOf(command.from), command.to ? msOf(command.to) : Infinity];
    const what = `${provider} ${owner} ${owned} ${command.kind}`;
    const meets = (one: Interval & { what: string }) => one.what === what && one.fromMs < toMs && fromMs < one.toMs;
    if (owner === owned || toMs <= fromMs || this.#edges.some(meets)) return [];
    const id = this.#id('e');
    this.#edges.push({ id, fromMs, toMs, what, owner });
    const isShare = command.kind === 'SHARES' || command.kind === 'VOTES';
    const [numerator, denominator] = command.share;
    return [
      {
        ...{ type: 'controlStated', edge: id, provider, owner, owned, kind: command.kind, fromMs },
        ...(isShare ? { share: rational(numerator, denominator) } : {}),
        ...(Number.isFinite(toMs) ? { toMs } : {}),
      },
    ];
  }

  #endControl(which: number, atMs: number): FlagStatement[] {
    const edge = this.#edges.at(which);
    if (!edge || atMs < edge.fromMs || atMs >= edge.toMs) return [];
    edge.toMs = atMs;
    return [{ type: 'controlEnded', edge: edge.id, atMs }];
  }

  #since({ isBackdated }: { isBackdated: boolean }): number {
    return isBackdated ? this.#nowMs - 30 * HOUR_MS : this.#nowMs;
  }

  #standingAfter(which: number, change: Partial<StandingFact>, sinceMs: number): FlagStatement[] {
    const [provider, customer] = CUSTOMERS[which]!;
    const before = this.#standing.get(customer);
    if (before?.status === 'CLOSED') return [];
    const related = which === CUSTOMERS.length - 1;
    const fromMs = Math.max(before?.fromMs ?? 0, sinceMs);
    const first: StandingFact = { type: 'standing', customer, provider, related, level: 'NONE', status: 'ACTIVE', fromMs };
    const standing: StandingFact = { ...first, ...before, ...change, fromMs };
    this.#standing.set(customer, standing);
    return [standing];
  }

  #suspendedFor({ customer, from, to }: IdentityCommand & { type: 'suspendFor' }): FlagStatement[] {
    const [fromMs, toMs] = [msOf(from), msOf(to)].sort((a, b) => a - b) as [number, number];
    return [
      ...this.#standingAfter(customer, { status: 'SUSPENDED' }, fromMs),
      ...this.#standingAfter(customer, { status: 'ACTIVE' }, toMs),
    ];
  }

  #declaration(command: IdentityCommand & { type: 'intend' | 'attest' | 'endAttestation' }): FlagStatement[] {
    if (command.type === 'endAttestation') {
      const attestation = this.#attestations.splice(command.attestation, 1)[0];
      return attestation
        ? [{ type: 'attestationEnded', exemption: attestation.id, customer: attestation.customer, atMs: this.#nowMs }]
        : [];
    }
    const [provider, customer] = CUSTOMERS[command.customer]!;
    if (command.type === 'attest') {
      const exemption = this.#id('x');
      this.#attestations.push({ id: exemption, customer });
      const fromMs = this.#nowMs - command.ago * HOUR_MS;
      return [{ type: 'attested', exemption, customer, provider, subject: 'RISK', fromMs, untilMs: fromMs + command.hours * HOUR_MS }];
    }
    const fromMs = this.#nowMs + command.fromDay * 24 * HOUR_MS;
    const plan = command.compute === undefined ? {} : { computeFlop: BigInt(command.compute) * 10n ** 12n };
    const { trains, modalities } = command;
    const version = (this.#ids += 1);
    const toMs = fromMs + command.days * 24 * HOUR_MS;
    return [{ type: 'intentDeclared', customer, provider, version, trains, modalities, ...plan, fromMs, toMs }];
  }
}

/** A record of the account's own provider. */
function ownCustomer(account: number, customer: number): number {
  const own = CUSTOMERS.flatMap(([provider], i) => (provider === ACCOUNTS[account]![0] ? [i] : []));
  return own[customer % own.length]!;
}

function levelOf(command: IdentityCommand & { type: 'verify' }, nowMs: number): Partial<StandingFact> {
  const level = LEVELS[command.level]!;
  return command.validHours === undefined ? { level } : { level, levelValidUntilMs: nowMs + command.validHours * HOUR_MS };
}

function sourceOf({ type }: UsageCommand | IdentityCommand | OtherCommand): Step['source'] {
  if (type === 'post' || type === 'correct' || type === 'surge' || type === 'daily') return 'USAGE';
  if (type === 'register') return 'FACILITY';
  if (type === 'rule') return 'RULES';
  if (type === 'evaluate') return 'EVALUATION';
  return type === 'tick' ? 'TICK' : 'IDENTITY';
}
