import { randomUUID } from 'node:crypto';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { CustomerEventSchema, casework, encodePostedBatch, facility } from '@tidemark/contracts';
import { evidenceOfBasis, restsOnPrior, type Scope, scopeKey } from '@tidemark/domain';
import type { Transaction, Transactions } from '@tidemark/persistence';
import { AT, PostedRows } from '../src/accumulate/posted-rows.js';
import { PostgresMonitorStore } from '../src/postgres/monitor-store.postgres.js';

export interface TestPosting {
  provider: string;
  account: string;
  cluster?: string;
  accelerator?: string;
  hour: number;
  /** TFLOP: lower, expected, upper; accelerator-milliseconds are an hour's unless said. */
  totals: readonly [bigint, bigint, bigint];
  acceleratorMs?: bigint;
  /** As on the wire; 5: telemetry, measured. */
  basis?: number;
  /** Of expected, labelled as inference by telemetry. */
  labelled?: bigint;
}

export interface TestFlag {
  id?: string;
  scope: Scope;
  provider?: string;
  rule?: string;
  ruleVersion?: number;
  tier?: string;
  kind?: string;
  momentMs?: number;
  raisedAtMs: number;
  shadow?: boolean;
  content?: Record<string, unknown>;
  /** How it came to stand as it does. */
  status?: string;
}

type FacilityFact = MessageInitShape<typeof facility.FacilityEventSchema>['fact'];
type CaseFact = MessageInitShape<typeof casework.CaseFactSchema>['fact'];
type CustomerFact = MessageInitShape<typeof CustomerEventSchema>['fact'];

/** Writes what the monitor keeps, as its engine does: a change of the head each. */
export class MonitorRows {
  private readonly store: PostgresMonitorStore;
  private orders = 0n;

  constructor(
    private readonly transactions: Transactions,
    readonly adminUrl: string,
  ) {
    this.store = new PostgresMonitorStore(transactions);
  }

  query(sql: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.transactions.run((tx) => tx.query(sql, parameters));
  }

  /** One batch of the ledger's; answers the change that took it. */
  post(ledgerPosition: number, knownAtMs: number, postings: readonly TestPosting[]): Promise<bigint> {
    return this.change(knownAtMs, async (tx, change) => {
      const bytes = batchOf(ledgerPosition, knownAtMs, postings);
      const hours = postings.map(({ hour }) => hour);
      const firstHour = Math.min(...hours);
      const lastHour = Math.max(...hours);
      const taken = { ledgerPosition: BigInt(ledgerPosition), part: 0, knownAtMs, firstHour, lastHour, bytes };
      await this.store.takeBatches(tx, [taken], change);
      await this.store.addPostings(tx, await this.numbered(tx, postings));
      return { ledgerPosition: BigInt(ledgerPosition) };
    });
  }

  /** Facts of customer.v1, known together. */
  know(knownAtMs: number, ...facts: CustomerFact[]): Promise<bigint> {
    return this.change(knownAtMs, async (tx, change, head) => {
      let sequence = head.identitySequence;
      for (const fact of facts) {
        sequence++;
        const event = create(CustomerEventSchema, {
          id: randomUUID(),
          sequence,
          knownAtMs: BigInt(knownAtMs),
          recordedBy: 'test',
          ...(fact && { fact }),
        });
        await this.store.addCustomerFacts(tx, [{ sequence, knownAtMs, bytes: toBinary(CustomerEventSchema, event) }], change);
      }
      return { identitySequence: sequence };
    });
  }

  /** Orders of case.v1, taken together. */
  order(knownAtMs: number, ...facts: CaseFact[]): Promise<bigint> {
    return this.change(knownAtMs, async (tx, change) => {
      for (const fact of facts) {
        const sequence = (this.orders += 1n);
        const bytes = toBinary(
          casework.CaseFactSchema,
          create(casework.CaseFactSchema, { id: randomUUID(), sequence, knownAtMs: BigInt(knownAtMs), ...(fact && { fact }) }),
        );
        await this.store.addOrderFact(tx, { sequence, change, knownAtMs, bytes });
      }
      return {};
    });
  }

  /** Facts of facility.v1, taken together. */
  register(knownAtMs: number, ...facts: FacilityFact[]): Promise<bigint> {
    return this.change(knownAtMs, async (tx, change) => {
      for (const fact of facts) {
        const event = create(facility.FacilityEventSchema, { id: randomUUID(), recordedAtMs: BigInt(knownAtMs), ...(fact && { fact }) });
        const bytes = toBinary(facility.FacilityEventSchema, event);
        await this.store.addFacilityFact(tx, { eventId: event.id, change, recordedAtMs: knownAtMs, bytes });
      }
      return {};
    });
  }

  /** That somebody evaluated a model. */
  evaluated(knownAtMs: number, id: string, scope: Scope, atMs: number): Promise<bigint> {
    return this.change(knownAtMs, async (tx, change) => {
      await tx.query(
        `insert into evaluation (id, scope, at_ms, change, known_at_ms, recorded_by, evaluator, method) values ($1, $2, $3, $4, $5, 'p', 'e', 'm')`,
        [id, scope, atMs, change.toString(), knownAtMs],
      );
      return {};
    });
  }

  /** A flag and the fact that it was raised; calls whoever listens. Answers its id. */
  async raise(flag: TestFlag): Promise<string> {
    const id = flag.id ?? randomUUID();
    await this.change(flag.raisedAtMs, async (tx, change, head) => {
      const sequence = head.flagSequence + 1n;
      const content = contentOf(id, flag);
      const provider = flag.provider ?? ('provider' in flag.scope ? flag.scope.provider : null);
      await tx.query(
        `insert into flag (id, provider, scope_kind, scope_id, scope_key, kind, tier, rule, rule_version, n, shadow, change, raised_at_ms,
           content, status, moment_ms, ended_at_ms, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, $13, 'OPEN', $14, null, '{}')`,
        [
          ...[id, provider, flag.scope.kind, flag.scope.id, scopeKey(flag.scope), content.kind, content.tier ?? null, content.rule],
          ...[content.ruleVersion, flag.shadow ?? false, change.toString(), flag.raisedAtMs, content, content.momentMs],
        ],
      );
      await this.tell(tx, { sequence, flag: id, provider, type: 'RAISED', knownAtMs: flag.raisedAtMs, detail: {} });
      return { flagSequence: sequence };
    });
    return id;
  }

  /** A later fact about a flag. */
  async tellOf(flag: string, type: string, knownAtMs: number, detail: Record<string, unknown> = {}): Promise<void> {
    await this.change(knownAtMs, async (tx, _, head) => {
      const sequence = head.flagSequence + 1n;
      const [row] = await tx.query<{ provider: string | null }>('select provider from flag where id = $1', [flag]);
      if (type === 'MOVED') await tx.query('update flag set moment_ms = $2 where id = $1', [flag, detail.momentMs]);
      if (['WITHDRAWN', 'CONFIRMED', 'SUPERSEDED'].includes(type))
        await tx.query('update flag set status = $2, ended_at_ms = $3 where id = $1', [flag, type, knownAtMs]);
      await this.tell(tx, { sequence, flag, provider: row!.provider, type, knownAtMs, detail });
      return { flagSequence: sequence };
    });
  }

  private async tell(
    tx: Transaction,
    event: { sequence: bigint; flag: string; provider: string | null; type: string; knownAtMs: number; detail: object },
  ) {
    await tx.query('insert into flag_event (sequence, flag, provider, type, known_at_ms, detail) values ($1, $2, $3, $4, $5, $6)', [
      ...[event.sequence.toString(), event.flag, event.provider, event.type, event.knownAtMs, event.detail],
    ]);
    // As the outbox's trigger does.
    await tx.query(`select pg_notify('outbox_threshold_monitor', '')`);
  }

  private change(knownAtMs: number, work: (tx: Transaction, change: bigint, head: Head) => Promise<Partial<Head>>): Promise<bigint> {
    return this.transactions.run(async (tx) => {
      const head = await this.store.lockHead(tx);
      const change = head.change + 1n;
      const moved = await work(tx, change, head);
      await this.store.moveHead(tx, { ...head, change, knownAtMs: Math.max(head.knownAtMs, knownAtMs), ...moved });
      return change;
    });
  }

  private async numbered(tx: Transaction, postings: readonly TestPosting[]): Promise<PostedRows> {
    const providers = await this.store.numberProviders(tx, [...new Set(postings.map(({ provider }) => provider))]);
    const accelerators = await this.numberOf(
      tx,
      'accelerator',
      postings.map(({ accelerator = 'H100' }) => ({ model: accelerator })),
    );
    const named = (nameOf: (posting: TestPosting) => string) =>
      postings.map((one) => ({ provider_id: providers.get(one.provider)!, name: nameOf(one) }));
    const accounts = await this.numberOf(
      tx,
      'account',
      named(({ account }) => account),
    );
    const clusters = await this.numberOf(
      tx,
      'compute_cluster',
      named(({ cluster = 'c1' }) => cluster),
    );
    const rows = new PostedRows();
    for (const [i, one] of postings.entries()) {
      const providerId = providers.get(one.provider)!;
      const series = rows.seriesOf({ accountId: accounts[i]!, clusterId: clusters[i]!, acceleratorId: accelerators[i]!, providerId });
      const row = rows.rowOf(series, one.hour);
      rows.add(row, AT.accelerator_ms, one.acceleratorMs ?? 3_600_000n);
      for (const [i, at] of [AT.lower, AT.expected, AT.upper].entries()) rows.add(row, at, one.totals[i]!);
      const basis = one.basis ?? 5;
      rows.add(row, AT.of_declared + evidenceOfBasis(basis), one.totals[1]);
      if (restsOnPrior(basis)) rows.add(row, AT.on_prior, one.totals[1]);
      if (one.labelled) rows.add(row, AT.labelled_telemetry, one.labelled);
    }
    return rows;
  }

  /** Of each row its number, new or not. */
  private async numberOf(tx: Transaction, table: string, rows: readonly Record<string, string | number>[]): Promise<number[]> {
    const numbers: number[] = [];
    for (const row of rows) {
      const columns = Object.keys(row);
      const places = columns.map((_, i) => `$${i + 1}`).join(', ');
      const where = columns.map((column, i) => `${column} = $${i + 1}`).join(' and ');
      await tx.query(`insert into ${table} (${columns.join(', ')}) values (${places}) on conflict do nothing`, Object.values(row));
      const [found] = await tx.query<{ id: number }>(`select id from ${table} where ${where}`, Object.values(row));
      numbers.push(found!.id);
    }
    return numbers;
  }
}

type Head = Awaited<ReturnType<PostgresMonitorStore['lockHead']>>;

function batchOf(ledgerPosition: number, knownAtMs: number, postings: readonly TestPosting[]): Buffer {
  const names = [''];
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  return encodePostedBatch({
    ledgerPosition,
    part: 0,
    knownAtMs,
    policyVersion: 1,
    catalogueVersion: 1,
    rows: postings.map(
      ({ provider, account, cluster = 'c1', accelerator = 'H100', hour, totals, acceleratorMs = 3_600_000n, basis = 5 }) => ({
        ...{ provider: place(provider), account: place(account), cluster: place(cluster), accelerator: place(accelerator), hour, basis },
        ...{ acceleratorMs, lower: totals[0], expected: totals[1], upper: totals[2] },
      }),
    ),
    shares: postings.flatMap(({ labelled }, row) =>
      labelled ? [{ row, workloadEvidence: 2, acceleratorMs: 3_600_000n, expected: labelled }] : [],
    ),
    basisShares: [],
    names,
  });
}

function contentOf(id: string, flag: TestFlag): Record<string, unknown> {
  const { kind, ...scope } = flag.scope;
  return {
    id,
    kind: flag.kind ?? 'CROSSING',
    ...(flag.tier === '' ? {} : { tier: flag.tier ?? 'PROBABLE' }),
    scope: { kind: kind.toUpperCase(), ...scope, ...(flag.provider === undefined ? {} : { provider: flag.provider }) },
    rule: flag.rule ?? 'eu-ai-act-51',
    ruleVersion: flag.ruleVersion ?? 1,
    legalStatus: 'IN_FORCE',
    n: 1,
    number: '1e25',
    momentMs: String(flag.momentMs ?? flag.raisedAtMs - 60_000),
    totals: { lower: '1', expected: '20000000000000000000000000', upper: '30000000000000000000000000' },
    sentence: 'It crossed.',
    assumptions: [],
    ...flag.content,
  };
}
