import {
  AccountUnlinked_Cause,
  ControlEdgeStated_Kind,
  type CustomerEvent,
  CustomerStanding_Kind,
  CustomerStanding_Status,
  Level_Value,
} from '@tidemark/contracts';

/**
 * What stands, told as lines by name: `customer/<id>`, `link/<id>`, `reseller/<provider>/<account>`, `edge/<id>`, `party/<customer>`. Whoever
 * reads `customer.v1` from its beginning arrives at the same lines as whoever reads the registry's tables.
 */
export type StandingIdentity = Map<string, string>;

/** Told the same way by every side that is compared. */
export const IDENTITY_LINES = {
  customer: (it: { provider: string; kind: string; related: boolean; level: string; validUntilMs: number | null; status: string }) =>
    [it.provider, it.kind, it.related, it.level, it.validUntilMs, it.status].join(' '),
  erased: (it: { provider: string }) => `${it.provider} ERASED`,
  link: (it: { provider: string; account: string; customer: string; fromMs: number; toMs: number | null }) =>
    [it.provider, JSON.stringify(it.account), it.customer, it.fromMs, it.toMs].join(' '),
  reseller: (it: { fromMs: number; toMs: number | null; subAccounts: readonly string[]; opaque: boolean }) =>
    [it.fromMs, it.toMs, JSON.stringify([...it.subAccounts].sort()), it.opaque].join(' '),
  edge: (it: { provider: string; owner: string; owned: string; kind: string; share: string | null; fromMs: number; toMs: number | null }) =>
    [it.provider, it.owner, it.owned, it.kind, it.share, it.fromMs, it.toMs].join(' '),
  party: (it: { party: string }) => it.party,
} as const;

interface Ends {
  /** The earliest end so far of every link and edge. */
  readonly lines: Map<string, (toMs: number | null) => string>;
  readonly toMs: Map<string, number | null>;
}

/** Folds facts from nothing. Give every fact once, in order; it throws on one out of order, because then nothing can be said. */
export class IdentityFold {
  readonly standing: StandingIdentity = new Map();
  sequence = 0n;
  private readonly ends: Ends = { lines: new Map(), toMs: new Map() };

  take(event: CustomerEvent): void {
    if (event.sequence !== this.sequence + 1n) throw new Error(`fact ${event.sequence} came after fact ${this.sequence}`);
    this.sequence = event.sequence;
    this.apply(event.fact);
  }

  private apply(fact: CustomerEvent['fact']): void {
    switch (fact.case) {
      case 'standing': {
        const { customer, provider, related } = fact.value;
        const validUntilMs = fact.value.levelValidUntilMs === undefined ? null : Number(fact.value.levelValidUntilMs);
        const names = {
          kind: CustomerStanding_Kind[fact.value.kind]!,
          level: Level_Value[fact.value.level]!,
          status: CustomerStanding_Status[fact.value.status]!,
        };
        this.standing.set(`customer/${customer}`, IDENTITY_LINES.customer({ provider, related, validUntilMs, ...names }));
        return;
      }
      case 'erased':
        this.standing.set(`customer/${fact.value.customer}`, IDENTITY_LINES.erased(fact.value));
        return;
      case 'accountLinked': {
        const { link, provider, account, customer, fromMs, toMs } = fact.value;
        const line = (to: number | null) => IDENTITY_LINES.link({ provider, account, customer, fromMs: Number(fromMs), toMs: to });
        this.begin(`link/${link}`, toMs, line);
        return;
      }
      case 'accountUnlinked':
        if (fact.value.cause === AccountUnlinked_Cause.CAUSE_UNSPECIFIED)
          throw new Error(`fact ${this.sequence} ends a link without a cause`);
        this.end(`link/${fact.value.link}`, Number(fact.value.atMs));
        return;
      case 'reseller': {
        const { provider, account, fromMs, toMs, subAccounts, opaque } = fact.value;
        const line = { fromMs: Number(fromMs), toMs: toMs === undefined ? null : Number(toMs), subAccounts, opaque };
        this.standing.set(`reseller/${provider}/${account}`, IDENTITY_LINES.reseller(line));
        return;
      }
      case 'party':
        this.standing.set(`party/${fact.value.customer}`, IDENTITY_LINES.party(fact.value));
        return;
      case 'controlStated': {
        const { edge, provider, owner, owned, kind, share, fromMs, toMs } = fact.value;
        const stated = {
          provider,
          owner,
          owned,
          kind: ControlEdgeStated_Kind[kind]!,
          share: share === '' ? null : share,
          fromMs: Number(fromMs),
        };
        this.begin(`edge/${edge}`, toMs, (to) => IDENTITY_LINES.edge({ ...stated, toMs: to }));
        return;
      }
      case 'controlEnded':
        this.end(`edge/${fact.value.edge}`, Number(fact.value.atMs));
        return;
      default:
        // Intents, exemptions and re-validations are no part of what is compared: their rooms keep them as events already.
        return;
    }
  }

  private begin(name: string, toMs: bigint | undefined, line: (toMs: number | null) => string): void {
    if (this.standing.has(name)) throw new Error(`fact ${this.sequence} states ${name} again`);
    const to = toMs === undefined ? null : Number(toMs);
    this.ends.lines.set(name, line);
    this.ends.toMs.set(name, to);
    this.standing.set(name, line(to));
  }

  private end(name: string, atMs: number): void {
    const line = this.ends.lines.get(name);
    if (!line) throw new Error(`fact ${this.sequence} ends ${name}, which was never stated`);
    const standing = this.ends.toMs.get(name) ?? null;
    const to = standing === null ? atMs : Math.min(standing, atMs);
    this.ends.toMs.set(name, to);
    this.standing.set(name, line(to));
  }
}

export interface IdentityDifference {
  name: string;
  /** Undefined: one side does not know it. */
  stands: string | undefined;
  rebuilt: string | undefined;
}

export function identityDifferences(stands: StandingIdentity, rebuilt: StandingIdentity): IdentityDifference[] {
  return [...new Set([...stands.keys(), ...rebuilt.keys()])]
    .sort()
    .map((name) => ({ name, stands: stands.get(name), rebuilt: rebuilt.get(name) }))
    .filter((one) => one.stands !== one.rebuilt);
}
