/**
 * Random histories of identity as the registries would let them happen: links that end, pass on, come late or turn out to be wrong;
 * resolutions and their reversal; holdings of every kind, in circles too. Small worlds, so that everything meets everything.
 */
import fc from 'fast-check';
import { CONTROL_KINDS, type ControlEdge, hasShare } from '../control/control-edge.js';
import { decideEnded, decideStated } from '../control/decide-control.js';
import { fraction } from '../control/fraction.js';
import { decideLink, evolveLinks, type LinkCommand, NO_HISTORY } from '../links/account-history.js';
import type { IdentityFact, IdentityStatement } from './identity-fact.js';

const QUARTER_HOUR_MS = 900_000;
/** Nothing happens later. */
export const HOURS_END = 12;
export const ACCOUNTS = [
  { provider: 'p1', account: 'a' },
  { provider: 'p1', account: 'b' },
  { provider: 'p2', account: 'a' },
] as const;
export const CUSTOMERS = ['c1', 'c2', 'c3', 'c4', 'c5'] as const;
/** Of some the founder's id, as of a record that nothing resolves. */
export const PARTIES = ['P1', 'P2', 'c1', 'c2', 'c3', 'c4', 'c5'] as const;
export const EVIDENCE = { kind: 'DECLARED', strength: 'FAIR', confirmation: 'PERSON' } as const;

const instant = fc.integer({ min: 0, max: HOURS_END * 4 }).map((quarters) => quarters * QUARTER_HOUR_MS);
const customer = fc.constantFrom(...CUSTOMERS);
const end = fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: instant });
const SHARES = [fraction(1n, 5n), fraction(1n, 4n), fraction(1n, 3n), fraction(1n, 2n), fraction(51n, 100n), fraction(1n, 1n)];

/** What somebody tries; what the registries refuse does not happen. */
const attempt = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('link' as const), account: fc.nat(2), customer, fromMs: instant, toMs: end }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('end' as const), which: fc.nat(), atMs: instant }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('transfer' as const), account: fc.nat(2), from: customer, to: customer, atMs: instant }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('resolve' as const), customer, party: fc.constantFrom(...PARTIES) }) },
  {
    weight: 9,
    arbitrary: fc.record({
      type: fc.constant('control' as const),
      owner: customer,
      owned: customer,
      kind: fc.constantFrom('SHARES' as const, 'SHARES' as const, 'SHARES' as const, 'SHARES' as const, 'VOTES' as const, ...CONTROL_KINDS),
      share: fc.constantFrom(...SHARES),
      fromMs: instant,
      toMs: end,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('endControl' as const), which: fc.nat(), atMs: instant }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('other' as const) }) },
);
type Attempt = typeof attempt extends fc.Arbitrary<infer Value> ? Value : never;

/** Facts with their known times (100, 101, ...; some share one), and after how many of them touches are asked for. */
export const anyHistory = fc
  .array(fc.record({ attempt, isLater: fc.boolean(), isAsked: fc.boolean() }), { maxLength: 30, size: 'max' })
  .map((steps) => {
    const registry = new Registry();
    const asked: number[] = [];
    for (const step of steps) {
      if (step.isLater) registry.nowMs += 1;
      registry.attempt(step.attempt);
      if (step.isAsked) asked.push(registry.facts.length);
    }
    return { facts: registry.facts, asked };
  });

class Registry {
  nowMs = 100;
  readonly facts: IdentityFact[] = [];
  private readonly histories = ACCOUNTS.map(() => NO_HISTORY);
  private readonly edges: ControlEdge[] = [];

  attempt(one: Attempt): void {
    const id = `${this.facts.length + 1}`;
    const { nowMs } = this;
    if (one.type === 'link' || one.type === 'transfer') this.decide(one.account, { ...one, link: id, evidence: EVIDENCE, nowMs });
    else if (one.type === 'end') this.endLink(one);
    else if (one.type === 'resolve') this.say({ type: 'resolved', customer: one.customer, provider: 'p1', party: one.party });
    else if (one.type === 'control') this.stateControl(one, id);
    else if (one.type === 'endControl') this.endControl(one);
    else this.say({ type: 'other' });
  }

  private endLink({ which, atMs }: { which: number; atMs: number }): void {
    const all = this.histories.flatMap(({ links }, account) => links.map(({ link }) => ({ link, account })));
    const chosen = all[which % all.length];
    if (chosen) this.decide(chosen.account, { type: 'end', link: chosen.link, atMs, cause: 'MISTAKEN', nowMs: this.nowMs });
  }

  private decide(place: number, command: LinkCommand): void {
    const decision = decideLink(this.histories[place]!, command);
    if ('refused' in decision) return;
    for (const fact of decision.facts) {
      this.histories[place] = evolveLinks(this.histories[place]!, fact);
      const link = this.histories[place]!.links.find((one) => one.link === fact.link)!;
      const { knownAtMs: _, ...said } = fact;
      this.say({ customer: link.customer, ...ACCOUNTS[place]!, ...said });
    }
  }

  private stateControl({ owner, owned, kind, share, fromMs, toMs }: Attempt & { type: 'control' }, edge: string): void {
    const others = this.edges.filter((one) => one.owner === owner && one.owned === owned && one.provider === 'p1');
    const command = {
      edge,
      provider: 'p1',
      owner,
      owned,
      kind,
      share: hasShare(kind) ? share : undefined,
      fromMs,
      toMs,
      nowMs: this.nowMs,
    };
    const decision = decideStated(others, command);
    if ('refused' in decision) return;
    const { type: _, knownAtMs, ...said } = decision.fact;
    this.edges.push({ ...said, knownAtMs, ends: [] });
    this.say({ type: 'controlStated', ...said });
  }

  private endControl({ which, atMs }: { which: number; atMs: number }): void {
    const place = which % this.edges.length;
    const edge = this.edges[place];
    if (!edge) return;
    const decision = decideEnded(edge, { atMs, nowMs: this.nowMs });
    if ('refused' in decision) return;
    this.edges[place] = { ...edge, ends: [...edge.ends, { atMs, knownAtMs: this.nowMs }] };
    this.say({ type: 'controlEnded', edge: edge.edge, atMs });
  }

  private say(statement: IdentityStatement): void {
    this.facts.push({ sequence: this.facts.length + 1, knownAtMs: this.nowMs, ...statement });
  }
}
