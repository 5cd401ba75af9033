import { Injectable } from '@nestjs/common';
import { type CaseFlag, type CaseId, type CaseScope, type Matter, type StandingCase, scopeKeyOf } from '@tidemark/domain';
import { TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, type Transaction } from '@tidemark/persistence';
import { type AskedCases, IntakeFlags, type KeptFlag } from '../intake/intake-flags.port.js';
import { asScheme } from './as-scheme.postgres.js';

interface FlagRow {
  sequence: string;
  matter: Matter;
  content: { flag: CaseFlag; subject: CaseScope };
  outcome: KeptFlag['outcome'];
  reason: string;
  withdrawn: boolean;
  look_at_ms: string | null;
}

interface CaseRow {
  id: string;
  subject: CaseScope;
  opened_at_ms: string;
  flags: string[];
}

const COLUMNS = 'sequence, matter, content, outcome, reason, withdrawn, look_at_ms';
/** The id of an account or a compute cluster is unique within its provider alone. */
const ORDERED = `case when facts->'scope'->>'kind' in ('account', 'cluster') then concat(facts->'scope'->>'provider', '/', facts->'scope'->>'id')
      else facts->'scope'->>'id' end`;
const orderedKeyOf = ({ kind, provider = '', id }: CaseScope): string =>
  kind === 'account' || kind === 'cluster' ? `${provider}/${id}` : id;
const ORDERING = `
    select case_id from case_event
    where type = 'order-issued' and cardinality($5::text[]) > 0 and (facts->'customers' ?| $5::text[] or ${ORDERED} = any($5::text[]))`;
const STANDING = `
  select id, subject, opened_at_ms, flags, id in (${ORDERING}) as ordering from case_row
  where authority = $1 and stage <> 'closed' and id in (
    select id from case_row where authority = $1 and matter = $2 and stage <> 'closed' and subject_key = any($3::text[])
    union select id from case_flag join case_row on id = case_id where flag = any($4::text[]) and matter = $2
    union ${ORDERING})
  order by id for update of case_row`;
const keysOf = (scopes: readonly CaseScope[]): string[] => scopes.map(scopeKeyOf);

@Injectable()
export class PostgresIntakeFlags extends IntakeFlags {
  constructor(private readonly positions: ConsumedPositions) {
    super();
  }

  async hold(tx: Transaction): Promise<void> {
    await this.positions.lock(tx, TOPICS.flag, 0);
  }

  async find(tx: Transaction, flag: string): Promise<KeptFlag | undefined> {
    await asScheme(tx);
    const [row] = await tx.query<FlagRow>(`select ${COLUMNS} from intake_flag where flag = $1`, [flag]);
    return row && keptOf(row);
  }

  async keep(tx: Transaction, { flag, sequence, matter, subject, outcome, reason, withdrawn, lookAtMs }: KeptFlag): Promise<void> {
    await tx.query(
      `insert into intake_flag (flag, sequence, matter, scope_key, subject_key, content, outcome, reason, withdrawn, look_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (flag) do update set content = excluded.content, outcome = excluded.outcome, reason = excluded.reason,
         withdrawn = excluded.withdrawn, look_at_ms = excluded.look_at_ms`,
      [
        ...[flag.id, sequence.toString(), matter, scopeKeyOf(flag.scope), scopeKeyOf(subject), JSON.stringify({ flag, subject })],
        ...[outcome, reason, withdrawn, lookAtMs ?? null],
      ],
    );
  }

  async aside(tx: Transaction, matter: Matter, subjects: readonly CaseScope[], limit: number): Promise<KeptFlag[]> {
    const rows = await tx.query<FlagRow>(
      `select ${COLUMNS} from intake_flag where outcome = 'ASIDE' and not withdrawn and matter = $1 and subject_key = any($2::text[])
       order by sequence limit $3`,
      [matter, keysOf(subjects), limit],
    );
    return rows.map(keptOf);
  }

  async due(tx: Transaction, nowMs: number, limit: number): Promise<KeptFlag[]> {
    await asScheme(tx);
    const rows = await tx.query<FlagRow>(
      `select ${COLUMNS} from intake_flag where look_at_ms <= $1 and outcome = 'ASIDE' and not withdrawn order by look_at_ms, sequence limit $2`,
      [nowMs, limit],
    );
    return rows.map(keptOf);
  }

  async caseOf(tx: Transaction, flag: string): Promise<CaseId | undefined> {
    const [row] = await tx.query<{ case_id: string }>('select case_id from case_flag where flag = $1', [flag]);
    return row?.case_id;
  }

  async standing(tx: Transaction, { authority, matter, scopes, flags, ordered }: AskedCases): Promise<StandingCase[]> {
    const rows = await tx.query<CaseRow & { ordering: boolean }>(STANDING, [
      authority,
      matter,
      keysOf(scopes),
      [...flags],
      ordered.map(orderedKeyOf),
    ]);
    return rows.map(standingOf);
  }

  async closed(
    tx: Transaction,
    { authority, matter, scopes }: Pick<AskedCases, 'authority' | 'matter' | 'scopes'>,
    limit: number,
  ): Promise<CaseId[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from case_row where authority = $1 and matter = $2 and stage = 'closed' and subject_key = any($3::text[])
       order by changed_at_ms desc, id limit $4`,
      [authority, matter, keysOf(scopes), limit],
    );
    return rows.map(({ id }) => id);
  }
}

const standingOf = ({ id, subject, opened_at_ms, flags, ordering }: CaseRow & { ordering: boolean }): StandingCase => ({
  id,
  subject,
  openedAt: Number(opened_at_ms),
  flags,
  breaksOrder: ordering,
});

const keptOf = ({ sequence, matter, content, outcome, reason, withdrawn, look_at_ms }: FlagRow): KeptFlag => ({
  ...{ sequence: BigInt(sequence), matter, ...content, outcome, reason, withdrawn },
  ...(look_at_ms === null ? {} : { lookAtMs: Number(look_at_ms) }),
});
