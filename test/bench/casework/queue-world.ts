/** Cases as an authority of some years has them, straight into the tables: opening them is not what is measured. */
import type { Transaction } from '@tidemark/persistence';

export const AUTHORITY = 'home';
export const NOW_MS = Date.UTC(2026, 10, 21);
/** Cases that stand; beside them a fifth as many that are closed, and a tenth of another authority. */
export const STANDING = 100_000;
export const PERSON = 'person-7';
export const REGIME = 'Reg. (EU) 2024/1689';
export const RARE_REGIME = 'AI Basic Act';
export const FLAG = 'flag-4242-1';
export const SUBJECT_KEY = 'party   p-4242';

const OTHERS = STANDING / 10;
const CLOSED = STANDING / 5;

/** A number from 0 to 999 that is the same for the same case and question. */
const roll = (question: string): string => `abs(hashtext(n || '${question}') % 1000)`;

const CASES = `
  insert into case_row (id, authority, version, matter, subject_key, subject, jurisdiction, jurisdictions, regimes, tiers, stage, stage_since_ms, severity,
    opened_at_ms, changed_at_ms, assignee, snoozed_until_ms, due_at_ms, due_kind, due_regime, breached, flags)
  select gen_random_uuid(), case when n >= $2 then 'elsewhere' else $1 end, 20,
    (array['TRAINING_COMPUTE', 'IDENTITY', 'CAPACITY', 'ORDER', 'INCIDENT'])[width_bucket(${roll('matter')}, array[0, 700, 850, 950, 980])],
    'party   p-' || n, jsonb_build_object('kind', 'party', 'id', 'p-' || n), place, array(select distinct unnest(array[place, second])), regimes,
    (array['{POSSIBLE}', '{PROBABLE}', '{PROBABLE,CERTAIN}', '{PROJECTED}'])[width_bucket(${roll('tier')}, array[0, 300, 700, 950])]::text[], stage, opened,
    (array[0, 1, 2, 3])[width_bucket(${roll('severity')}, array[0, 400, 750, 985])], opened, opened + ${roll('changed')} * 3600000::bigint,
    case when ${roll('assigned')} < 600 then 'person-' || ${roll('person')} % 40 end,
    case when ${roll('snoozed')} < 50 then $3::bigint + 86400000 end,
    case when stage <> 'closed' and ${roll('due')} < 950 then $3::bigint + (${roll('when')} - 100) * 6000000::bigint end,
    (array['RULE', 'TRIAGE', 'REQUEST_ANSWER'])[1 + ${roll('kind')} % 3], regimes[1], case when ${roll('when')} < 100 then 1 else 0 end,
    array['flag-' || n || '-1', 'flag-' || n || '-2', 'flag-' || n || '-3']
  from (
    select n, $3::bigint - ${roll('age')} * 86400000::bigint as opened,
      (array['EU', 'US', 'KR', 'GB', 'JP'])[width_bucket(${roll('place')}, array[0, 550, 950, 990, 998])] as place,
      (array['EU', 'US'])[1 + ${roll('second')} % 2] as second,
      (array['{"Reg. (EU) 2024/1689"}', '{"B&P 22757.10 ff."}', '{"Reg. (EU) 2024/1689","B&P 22757.10 ff."}', '{"AI Basic Act"}'])
        [width_bucket(${roll('regime')}, array[0, 550, 900, 997])]::text[] as regimes,
      case when n >= $2 - ${CLOSED} and n < $2 then 'closed' else
        (array['open', 'triaged', 'investigating', 'waiting', 'proposed', 'decided', 'appealed', 'reopened'])
          [width_bucket(${roll('stage')}, array[0, 250, 400, 700, 850, 900, 985, 998])] end as stage
    from generate_series(0, $2 + ${OTHERS} - 1) as n
  ) as told`;

const LABELS = `
  insert into case_label (case_id, label)
  select id, 'jurisdiction ' || unnest(jurisdictions) from case_row
  union all select id, 'regime ' || unnest(regimes) from case_row
  union all select id, 'tier ' || unnest(tiers) from case_row
  union all select id, 'watcher person-' || abs(hashtext(id::text || 'who') % 40) from case_row where abs(hashtext(id::text) % 10) = 0
  union all select id, 'subject ' || subject_key from case_row`;

const CLOCKS = `
  insert into case_clock (case_id, clock, kind, regime, status, due_at_ms, next_at_ms, authority, duty, subject, jurisdiction, started_at_ms)
  select id, kind || ':' || n, kind, due_regime, 'running', coalesce(due_at_ms, $1) + n * 86400000, coalesce(due_at_ms, $1), authority, 'A duty', 'case', jurisdiction, opened_at_ms
  from case_row cross join lateral (values (0, 'RULE'), (1, 'TRIAGE')) as clocks (n, kind) where stage <> 'closed'`;

/** Answers how many cases there are. */
export async function fillQueue(tx: Transaction): Promise<number> {
  await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
  await tx.query(CASES, [AUTHORITY, STANDING + CLOSED, NOW_MS]);
  await tx.query(LABELS);
  await tx.query('insert into case_flag (flag, case_id) select unnest(flags), id from case_row');
  await tx.query(CLOCKS, [NOW_MS]);
  const [row] = await tx.query<{ count: string }>('select count(*) from case_row');
  return Number(row!.count);
}
