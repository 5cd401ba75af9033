import pg from 'pg';
import type { TakenPosition } from '../rebuild/replay-log.js';
import { StandingState, type StateComparison } from '../rebuild/standing-state.port.js';

const SHOWN_MAX = 20;

/** Written by name, so that numbers that were given in another order do not matter. `${schema}` is put in. */
const QUESTIONS: Readonly<Record<string, (schema: string) => string>> = {
  'hour totals': (s) => `
    select p.name as provider, a.name as account, c.name as cluster, x.model, h.hour, h.accelerator_ms, h.lower, h.expected, h.upper,
      h.of_declared, h.of_billed, h.of_telemetry, h.of_attested, h.on_prior,
      h.labelled_declared, h.labelled_billed, h.labelled_telemetry, h.labelled_attested
    from ${s}.hour_total h join ${s}.account a on a.id = h.account_id join ${s}.compute_cluster c on c.id = h.cluster_id
      join ${s}.accelerator x on x.id = h.accelerator_id join ${s}.provider p on p.id = h.provider_id`,
  'compute cluster hours': (s) => `
    select p.name as provider, c.name as cluster, h.hour, h.accelerator_ms, h.lower, h.expected, h.upper
    from ${s}.cluster_hour h join ${s}.compute_cluster c on c.id = h.cluster_id join ${s}.provider p on p.id = h.provider_id`,
  'account totals': (s) => `
    select p.name as provider, a.name as account, t.accelerator_ms, t.lower, t.expected, t.upper, t.first_hour, t.last_hour
    from ${s}.account_total t join ${s}.account a on a.id = t.account_id join ${s}.provider p on p.id = t.provider_id`,
  'batches of postings': (s) => `select ledger_position, part, known_at_ms, sha256(batch) as content from ${s}.posted_batch`,
  'facts of identity': (s) => `select sequence, known_at_ms, sha256(fact) as content from ${s}.customer_fact`,
  'facts of orders': (s) => `select sequence, known_at_ms, sha256(fact) as content from ${s}.order_fact`,
  'facts of facilities': (s) => `select event_id, sha256(fact) as content from ${s}.facility_fact`,
  // A projection rests on what it was told before, so it may stand on in the one and not be raised in the other.
  'flags that stand': (s) => `
    select scope_key, kind, tier, rule, rule_version, n, shadow, moment_ms, state->'place' as place
    from ${s}.flag where status = 'OPEN' and tier is distinct from 'PROJECTED'`,
};

export class PostgresStandingState extends StandingState {
  constructor(
    private readonly adminUrl: string,
    private readonly live: string,
    private readonly rebuilt: string,
  ) {
    super();
  }

  positions(): Promise<TakenPosition[]> {
    return this.connected((client) => this.positionsOn(client));
  }

  async copyOwnFacts(): Promise<void> {
    await this.connected(async (client) => {
      for (const table of ['rule_event', 'rulebook_version', 'rulebook_entry', 'evaluation'])
        await client.query(`insert into ${this.rebuilt}.${table} select * from ${this.live}.${table}`);
      await client.query(`update ${this.rebuilt}.monitor_head set known_at_ms = (select known_at_ms from ${this.live}.monitor_head)`);
    });
  }

  /** The live head is held only until the look at both is taken. */
  compareAt(positions: readonly TakenPosition[]): Promise<StateComparison[] | undefined> {
    return this.connected((holding) =>
      this.connected(async (looking) => {
        await holding.query('begin');
        await holding.query(`select 1 from ${this.live}.monitor_head for update`);
        const now = await this.positionsOn(holding);
        await looking.query('begin isolation level repeatable read, read only');
        await looking.query(`select 1 from ${this.live}.monitor_head`);
        await holding.query('rollback');
        if (JSON.stringify(now, asText) !== JSON.stringify(positions, asText)) return undefined;
        const comparisons: StateComparison[] = [];
        for (const name of Object.keys(QUESTIONS)) comparisons.push(await this.compare(looking, name));
        return comparisons;
      }),
    );
  }

  private async compare(client: pg.Client, name: string): Promise<StateComparison> {
    const [live, rebuilt] = [QUESTIONS[name]!(this.live), QUESTIONS[name]!(this.rebuilt)];
    const { rows: counted } = await client.query(`select count(*)::int as rows from (${live}) as q`);
    const missing = await client.query(`select to_jsonb(q) as row from (${live} except all ${rebuilt}) as q`);
    const extra = await client.query(`select to_jsonb(q) as row from (${rebuilt} except all ${live}) as q`);
    const shown = (label: string, rows: { row: unknown }[]) => rows.slice(0, SHOWN_MAX).map(({ row }) => `${label} ${JSON.stringify(row)}`);
    return {
      name,
      rows: counted[0].rows,
      differing: missing.rows.length + extra.rows.length,
      differences: [...shown('stands ', missing.rows), ...shown('rebuilt', extra.rows)],
    };
  }

  private async positionsOn(client: pg.Client): Promise<TakenPosition[]> {
    const { rows } = await client.query(`select topic, partition, next_offset from ${this.live}.input_position order by topic, partition`);
    return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, nextOffset: BigInt(next_offset) }));
  }

  private async connected<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.adminUrl, application_name: 'tidemark replay', keepAlive: true });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

const asText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
