/** A year of totals of ten thousand accounts, asked by HTTP. */
import type pg from 'pg';
import { MODELS } from '../fleet/expected-totals.js';
import { FIRST_MINUTE_MS, PROVIDER } from '../fleet/fleet.js';
import { ledgerClient, startLedger } from '../tidemark/ledger.js';
import { untilReady } from '../tidemark/ready.js';
import type { Say } from './drain.section.js';
import type { YearResult } from './results.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

const FIRST_HOUR = Math.floor(FIRST_MINUTE_MS / 3_600_000) - 8_760;
const REPEATS = 5;

export async function measureYear(stage: Stage, { yearAccounts, yearHoursPerAccount }: Sizes, say: Say): Promise<YearResult> {
  const ledger = await startLedger(stage.settings);
  const client = await ledgerClient(stage.settings.databaseUrl);
  try {
    await Promise.race([untilReady(ledger.url), ledger.program.ended]);
    say(`a year of ${yearAccounts} accounts`);
    const rows = await fillYear(client, yearAccounts, yearHoursPerAccount);
    const token = await stage.issuer.token({ sub: 'bench', scope: 'usage:read', tidemark_provider: PROVIDER, tidemark_role: 'provider' });
    const year = `from=${iso(FIRST_HOUR)}&to=${iso(FIRST_HOUR + 8_760)}`;
    const ask = (query: string): Promise<number> => median(ledger.url, token, `/v1/totals?${query}&${year}`);
    say("asking for the year's totals");
    return {
      rows,
      providerMs: await ask(`scope=provider&id=${PROVIDER}`),
      byAccountMs: await ask(`scope=provider&id=${PROVIDER}&by=account`),
      oneAccountMs: await ask('scope=account&id=account-77&by=day'),
    };
  } finally {
    await client.end();
    await ledger.program.stop();
  }
}

const iso = (hour: number): string => new Date(hour * 3_600_000).toISOString();

/** Straight into the tables: a year of counting is not what is measured. Hours are spread evenly; each account stays in one of fifty clusters. */
async function fillYear(client: pg.Client, accounts: number, hours: number): Promise<number> {
  await client.query('insert into provider (name) values ($1) on conflict do nothing', [PROVIDER]);
  const id = '(select id from provider where name = $1)';
  await client.query(`insert into account (provider_id, name) select ${id}, 'account-' || n from generate_series(0, $2::int - 1) as n`, [
    PROVIDER,
    accounts,
  ]);
  await client.query(`insert into compute_cluster (provider_id, name) select ${id}, 'cluster-' || n from generate_series(0, 49) as n`, [
    PROVIDER,
  ]);
  await client.query('insert into accelerator (model) values ($1) on conflict do nothing', [MODELS[0]!.model]);
  const { rowCount } = await client.query(
    `insert into hour_total (account_id, cluster_id, accelerator_id, hour, provider_id, accelerator_ms, lower, expected, upper)
     select a.id, c.id, m.id, $2::int + h * 8760 / $3::int, p.id, 28800000, 1000000 + a.id, 2000000 + h, 4000000
     from generate_series(0, $3::int - 1) as h cross join provider p
     join account a on a.provider_id = p.id join accelerator m on m.model = $4
     join compute_cluster c on c.provider_id = p.id and c.name = 'cluster-' || a.id % 50 where p.name = $1`,
    [PROVIDER, FIRST_HOUR, hours, MODELS[0]!.model],
  );
  await client.query('analyze');
  return rowCount ?? 0;
}

async function median(url: string, token: string, path: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const since = performance.now();
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    times.push(performance.now() - since);
  }
  return times.sort((a, b) => a - b)[Math.floor(REPEATS / 2)]!;
}
