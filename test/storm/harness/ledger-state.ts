/** What the ledger says, in the words of the truth. */
import { fromBinary } from '@bufbuild/protobuf';
import { PostedBatchSchema } from '@tidemark/contracts';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import type pg from 'pg';
import { type Conservation, type Counts, FATES, sourceKey, type Totals, totalsKey } from '../../truth/truth.model.js';
import { readTopic } from './log-reader.js';

export async function readTotals(client: pg.Client): Promise<Map<string, Totals>> {
  const { rows } = await client.query<Record<string, string> & { hour: number }>(
    `select p.name as provider, a.name as account, c.name as cluster, m.model, t.hour, t.accelerator_ms, t.lower, t.expected, t.upper
     from hour_total t join provider p on p.id = t.provider_id join account a on a.id = t.account_id
     join compute_cluster c on c.id = t.cluster_id join accelerator m on m.id = t.accelerator_id`,
  );
  return nonZero(
    rows.map((row) => [
      totalsKey(row.provider!, row.account!, row.cluster!, row.model!, Number(row.hour)),
      { acceleratorMs: BigInt(row.accelerator_ms!), lower: BigInt(row.lower!), expected: BigInt(row.expected!), upper: BigInt(row.upper!) },
    ]),
  );
}

/** The sums of everything that went out on the postings topic, each batch once. */
export async function readPosted(log: EventLog): Promise<Map<string, Totals>> {
  const sums = new Map<string, Totals>();
  const seen = new Set<string>();
  for (const { value } of await readTopic(log, TOPICS.posted)) {
    const batch = fromBinary(PostedBatchSchema, value);
    const id = `${batch.ledgerPosition}/${batch.part}`;
    if (seen.has(id)) continue;
    seen.add(id);
    const name = (column: number[], row: number): string => batch.names[column[row]!]!;
    for (let row = 0; row < batch.hour.length; row += 1) {
      const key = totalsKey(
        name(batch.provider, row),
        name(batch.account, row),
        name(batch.cluster, row),
        name(batch.accelerator, row),
        Number(batch.hour[row]),
      );
      const sum = sums.get(key) ?? { acceleratorMs: 0n, lower: 0n, expected: 0n, upper: 0n };
      sum.acceleratorMs += batch.acceleratorMs[row]!;
      sum.lower += batch.lower[row]!;
      sum.expected += batch.expected[row]!;
      sum.upper += batch.upper[row]!;
      sums.set(key, sum);
    }
  }
  return nonZero([...sums]);
}

const nonZero = (entries: [string, Totals][]): Map<string, Totals> =>
  new Map(
    entries.filter(([, { acceleratorMs, lower, expected, upper }]) =>
      [acceleratorMs, lower, expected, upper].some((amount) => amount !== 0n),
    ),
  );

type CountsJson = Record<keyof Counts, string>;

/** What is asked of a ledger beside its totals. */
export interface LedgerAnswers {
  /** By `sourceKey`. */
  conservation(): Promise<Map<string, Conservation>>;
  /** Keys as the truth has them: kind, and provider/source or provider/cluster. */
  findings(): Promise<Set<string>>;
  report(provider: string, source: string, epoch: number, sequence: bigint): Promise<ReportJson>;
}

/** GET on the ledger as the scheme's oversight, which sees all providers. */
export class LedgerClient implements LedgerAnswers {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async conservation(): Promise<Map<string, Conservation>> {
    const { sources } = (await this.get('/v1/conservation')) as {
      sources: { provider: string; source: string; records: CountsJson; acceleratorMs: CountsJson; opaqueReports: string }[];
    };
    return new Map(
      sources.map((one) => [
        sourceKey(one.provider, one.source),
        { records: countsOf(one.records), acceleratorMs: countsOf(one.acceleratorMs), opaqueReports: BigInt(one.opaqueReports) },
      ]),
    );
  }

  async findings(): Promise<Set<string>> {
    const keys = new Set<string>();
    for (let cursor = ''; ; ) {
      const page = (await this.get(`/v1/findings?limit=500${cursor}`)) as {
        findings: Record<'kind' | 'provider' | 'source' | 'cluster', string>[];
        next?: string;
      };
      for (const { kind, provider, source, cluster } of page.findings) keys.add(`${kind} ${provider}/${cluster || source}`);
      if (!page.next) return keys;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  }

  async report(provider: string, source: string, epoch: number, sequence: bigint): Promise<ReportJson> {
    return (await this.get(`/v1/reports/${encodeURIComponent(`${provider}/${source}`)}/${epoch}/${sequence}`)) as ReportJson;
  }

  async get(path: string): Promise<unknown> {
    const answer = await fetch(this.url + path, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }
}

export interface ReportJson {
  status: string;
  records: {
    index: number;
    fate: string;
    reason?: string;
    parts: { countedMs: string; duplicateMs: string; conflictMs: string };
    replacedBy?: string;
  }[];
}

const countsOf = (json: CountsJson): Counts =>
  Object.fromEntries((['received', ...FATES] as const).map((fate) => [fate, BigInt(json[fate])])) as Counts;
