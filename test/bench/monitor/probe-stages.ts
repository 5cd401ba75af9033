/** Where the time of the probes went, from what the ledger and the monitor wrote down themselves. */
import { decodePostedBatch } from '@tidemark/contracts';
import type pg from 'pg';

/** Milliseconds since 1970. */
export interface ProbeTimes {
  sentMs: number;
  heardMs: number;
}

/** Medians in ms: from sending to the ledger's transaction, from there to the monitor's, from there to the stream. */
export interface ProbeStages {
  ledger: number;
  monitor: number;
  stream: number;
}

/** Batches are large: a sample says it as well. */
const SAMPLE = 200;

export async function stagesOf(client: pg.Client, probes: ReadonlyMap<string, ProbeTimes>): Promise<ProbeStages> {
  const accounts = [...probes.keys()].slice(-SAMPLE);
  const { rows } = await client.query<{ account: string; raised_at_ms: string; known_at_ms: string; batch: Buffer }>(
    `select f.scope_id as account, f.raised_at_ms, b.known_at_ms, b.batch
     from (select scope_id, min(change) as change, min(raised_at_ms) as raised_at_ms from flag where scope_kind = 'account' and scope_id = any($1) group by scope_id) f
     join posted_batch b using (change)`,
    [accounts],
  );
  const stages = rows
    .filter(({ account, batch }) => decodePostedBatch(batch).names.includes(account))
    .map(({ account, raised_at_ms, known_at_ms }) => {
      const { sentMs, heardMs } = probes.get(account)!;
      const [raised, known] = [Number(raised_at_ms), Number(known_at_ms)];
      return { ledger: known - sentMs, monitor: raised - known, stream: heardMs - raised };
    });
  return {
    ledger: median(stages.map((one) => one.ledger)),
    monitor: median(stages.map((one) => one.monitor)),
    stream: median(stages.map((one) => one.stream)),
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
