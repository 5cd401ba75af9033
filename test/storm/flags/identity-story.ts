/**
 * What people and machines tell the registry while use comes in: who somebody is, whose an account was, who stands above whom, and that it
 * was otherwise after all. Drawn from the seed; what the registry refuses by its rules is no fault.
 */

import type { StormClient } from '../identity/registry-storm.js';
import type { Random } from '../workload/random.js';
import { ACCOUNTS, PROVIDERS } from './flag-world.js';

const DAY_MS = 24 * 3_600_000;
const MODALITIES = ['LANGUAGE', 'AUDIO', 'BIOLOGICAL_SEQUENCE', 'IMAGE'];
const SUBJECTS = ['MODIFIES_GENERAL_PURPOSE_MODEL', 'MODIFIES_SYSTEMIC_RISK_MODEL', 'KR_RISK_CRITERIA_MET'];
/** By provider: numbers of registration. The same number at both is one party at once. */
const RECORDS: Record<string, (string | undefined)[]> = {
  north: ['100', '200', undefined, '300'],
  south: ['100', '400', '300', undefined],
};
const RELATED = 2;

export interface Speakers {
  /** By provider. */
  machines: ReadonlyMap<string, StormClient>;
  analysts: ReadonlyMap<string, StormClient>;
  /** Of the scheme: says whose records are one person's. */
  scheme: StormClient;
}

interface Known {
  provider: string;
  id: string;
  related: boolean;
}

export class IdentityStory {
  readonly records: Known[] = [];
  /** How often each thing was done, and refused. */
  readonly done = new Map<string, number>();
  readonly refused = new Map<string, number>();
  readonly #links: { provider: string; id: string; account: string; customer: string; fromMs: number }[] = [];
  readonly #edges: { provider: string; id: string; owned: string; fromMs: number }[] = [];
  #asks = 0;

  constructor(
    private readonly speakers: Speakers,
    private readonly random: Random,
    private readonly nowMs: number,
  ) {}

  /** Who there is; some of it is known from the beginning, the rest comes on the way. */
  async begin(): Promise<void> {
    for (const provider of PROVIDERS) {
      for (const [n, registration] of RECORDS[provider]!.entries()) await this.#onboard(provider, `renter-${n}`, registration, false);
      for (let n = 0; n < RELATED; n++) await this.#onboard(provider, `owner-${n}`, undefined, true);
      for (const account of ACCOUNTS.slice(0, 3)) await this.#link(provider, account, this.#past(700, 900));
      await this.#link(provider, ACCOUNTS[4]!, this.#past(200, 500));
    }
    for (let n = 0; n < 4; n++) await this.#own();
  }

  /** One thing more that somebody learned. */
  async step(): Promise<void> {
    const provider = this.random.pick(PROVIDERS);
    const steps = [
      ...[() => this.#link(provider, this.random.pick(ACCOUNTS), this.#past(0, 700)), () => this.#endLink(), () => this.#endLink()],
      ...[() => this.#transfer(), () => this.#own(), () => this.#endEdge(), () => this.#judge(), () => this.#judge()],
      ...[() => this.#intend(), () => this.#attest(), () => this.#verify(), () => this.#suspend()],
    ];
    await this.random.pick(steps)();
  }

  #past(fromDays: number, toDays: number): number {
    // Mostly not on the hour: an hour belongs by its start.
    return this.nowMs - this.random.int(fromDays * 24 * 60, toDays * 24 * 60) * 60_000;
  }

  #of(provider: string, related = false): Known {
    return this.random.pick(this.records.filter((one) => one.provider === provider && (related || !one.related)));
  }

  async #onboard(provider: string, reference: string, registration: string | undefined, related: boolean): Promise<void> {
    const identifiers = registration === undefined ? [] : [{ scheme: 'REGISTRATION', value: `HRB ${registration}`, country: 'DE' }];
    const profile = {
      ...{ kind: 'LEGAL', reference, names: [{ text: `${provider} ${reference} ${related ? 'Holding' : 'Rechner'} GmbH`, kind: 'LEGAL' }] },
      addresses: [{ kind: 'REGISTERED', lines: ['1 Fictional Street'], locality: 'Nowhere', country: 'DE' }],
      ...{ jurisdiction: 'DE', identifiers, contacts: [{ kind: 'EMAIL', value: `${reference}@example.com` }] },
      businessPurpose: 'Weather models for wind farms.',
      ...(related ? { related } : {}),
    };
    const made = await this.#do('onboard', this.#machine(provider), '/v1/customers', profile);
    if (made) this.records.push({ provider, id: made.id as string, related });
  }

  async #link(provider: string, account: string, fromMs: number): Promise<void> {
    const toMs = this.random.chance(0.2) ? Math.min(this.nowMs, fromMs + this.random.int(1, 300) * DAY_MS) : undefined;
    const link = { account, customer: this.#of(provider).id, from: fromMs, ...(toMs === undefined ? {} : { to: toMs }) };
    const made = await this.#do('link', this.#machine(provider), '/v1/links', { ...link, evidence: { kind: 'DECLARED' } });
    if (made) this.#links.push({ provider, id: made.id as string, account, customer: link.customer, fromMs });
  }

  /** Over from some day on, or wrong from the beginning. */
  async #endLink(): Promise<void> {
    if (this.#links.length === 0) return;
    const { provider, id, fromMs } = this.random.pick(this.#links);
    const mistaken = this.random.chance(0.5);
    const at = mistaken ? fromMs : this.#between(fromMs);
    await this.#do(mistaken ? 'reverse-link' : 'end-link', this.#machine(provider), `/v1/links/${id}/end`, {
      at,
      reason: 'seen',
      mistaken,
    });
  }

  async #transfer(): Promise<void> {
    const { provider, account, customer, fromMs } = this.random.pick(this.#links);
    const to = this.random.pick(this.records.filter((one) => one.provider === provider && !one.related && one.id !== customer)).id;
    const body = { account, from: customer, to, at: this.#between(fromMs), evidence: { kind: 'DECLARED' } };
    await this.#do('transfer', this.#machine(provider), '/v1/links/transfers', body);
  }

  async #own(): Promise<void> {
    const provider = this.random.pick(PROVIDERS);
    const [owner, owned] = [this.#of(provider, true), this.#of(provider, true)];
    const kind = this.random.pick(['SHARES', 'SHARES', 'VOTES', 'BOARD', 'TRUST']);
    const share = kind === 'SHARES' || kind === 'VOTES' ? { share: this.random.pick(['1/4', '1/3', '1/2', '51%', '3/5', '1']) } : {};
    const fromMs = this.#past(100, 900);
    const to = this.random.chance(0.2) ? { to: this.#between(fromMs) } : {};
    const body = { owner: owner.id, kind, ...share, from: fromMs, ...to, source: 'customer' };
    const made = await this.#do('own', this.#machine(provider), `/v1/customers/${owned.id}/owners`, body);
    if (made) this.#edges.push({ provider, id: made.id as string, owned: owned.id, fromMs });
  }

  async #endEdge(): Promise<void> {
    if (this.#edges.length === 0) return;
    const { provider, id, owned, fromMs } = this.random.pick(this.#edges);
    const at = this.random.chance(0.3) ? fromMs : this.#between(fromMs);
    await this.#do('end-edge', this.#machine(provider), `/v1/customers/${owned}/owners/${id}/end`, { at });
  }

  async #judge(): Promise<void> {
    const [left, right] = [this.#of('north', true), this.#of('south', true)];
    const judgement = this.random.pick(['SAME', 'SAME', 'DIFFERENT']);
    const body = { left: left.id, right: right.id, judgement, reason: 'looked at both' };
    await this.#do(`judge-${judgement}`, this.speakers.scheme, '/v1/parties/judgements', body);
  }

  async #intend(): Promise<void> {
    const { provider, id } = this.#of(this.random.pick(PROVIDERS));
    const fromMs = this.nowMs + this.random.int(-5, 5) * DAY_MS;
    const plan = { computeFlop: this.random.pick(['1e23', '3e24', '4e25']), from: fromMs, to: fromMs + this.random.int(5, 40) * DAY_MS };
    const modalities = [this.random.pick(MODALITIES)];
    const body = { trains: this.random.pick(['YES', 'YES', 'NO']), modalities, formats: ['BF16'], ...plan };
    await this.#do('intend', this.#machine(provider), `/v1/customers/${id}/intent`, body, 'PUT');
  }

  async #attest(): Promise<void> {
    const { provider, id } = this.#of(this.random.pick(PROVIDERS));
    const body = { subject: this.random.pick(SUBJECTS), to: this.nowMs + 300 * DAY_MS, reason: 'says so' };
    await this.#do('attest', this.#analyst(provider), `/v1/customers/${id}/attestations`, body);
  }

  async #verify(): Promise<void> {
    const { provider, id } = this.#of(this.random.pick(PROVIDERS));
    const path = `/v1/customers/${id}`;
    if (this.random.chance(0.2))
      return void (await this.#do('downgrade', this.#analyst(provider), `${path}/downgrade`, { level: 'NONE', reason: 'seen' }));
    await this.#do('start', this.#analyst(provider), `${path}/verifications`, { level: 'BASIC' });
    const decision = { outcome: 'APPROVED', reason: 'All requirements are met.' };
    await this.#do('approve', this.#analyst(provider), `${path}/verifications/decision`, decision);
  }

  async #suspend(): Promise<void> {
    const { provider, id } = this.#of(this.random.pick(PROVIDERS));
    const step = this.random.pick(['suspend', 'resume']);
    await this.#do(step, this.#analyst(provider), `/v1/customers/${id}/${step}`, { reason: 'seen' });
  }

  #between(fromMs: number): number {
    return fromMs + this.random.int(0, Math.max(0, Math.floor((this.nowMs - fromMs) / 60_000))) * 60_000;
  }

  #machine(provider: string): StormClient {
    return this.speakers.machines.get(provider)!;
  }

  #analyst(provider: string): StormClient {
    return this.speakers.analysts.get(provider)!;
  }

  /** Undefined: refused by a rule. An answer that nobody may get ends the story. */
  async #do(what: string, client: StormClient, path: string, body: object, method = 'POST'): Promise<Record<string, unknown> | undefined> {
    this.#asks += 1;
    const answer = await client.change(`story-${this.#asks}`, method, path, body);
    const isDone = answer.status < 300;
    const book = isDone ? this.done : this.refused;
    const entry = isDone ? what : `${what} ${answer.body?.code}`;
    book.set(entry, (book.get(entry) ?? 0) + 1);
    if (!isDone && ![404, 409, 412, 422].includes(answer.status))
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return isDone ? answer.body : undefined;
  }
}
