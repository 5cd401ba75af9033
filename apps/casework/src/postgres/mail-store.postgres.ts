import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import { personalKeyOf } from '../case-log/event-words.js';
import { afterAttempt, type SendResult } from '../mail/mail-schedule.js';
import { type LeasedMail, type MailHead, type MailState, MailStore, type NewMail } from '../mail/mail-store.port.js';
import { asScheme } from './as-scheme.postgres.js';

interface MailRow {
  id: string;
  case_id: string;
  sequence: number;
  kind: string;
  recipient: string;
  content: Buffer | null;
  state: MailState;
  made_at_ms: string;
  attempts: number;
  next_attempt_ms: string;
  last_attempt_ms: string | null;
  last_answer: string | null;
  sent_at_ms: string | null;
}

const contextOf = (id: string): string => `mail/${id}`;

@Injectable()
export class PostgresMailStore extends MailStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly sealing: SealingKeys,
  ) {
    super();
  }

  async add(tx: Transaction, { id, caseId, sequence, draft, state, nowMs }: NewMail): Promise<void> {
    const { kind, recipient, to, subject, text } = draft;
    const key = await this.sealing.find(tx, personalKeyOf(caseId));
    // Whoever was erased is written to no more.
    if (key === undefined) return;
    await tx.query(
      `insert into mail (id, case_id, sequence, kind, recipient, content, state, made_at_ms, next_attempt_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
      [id, caseId, sequence, kind, recipient, key.sealJson(contextOf(id), { to, subject, text }), state, nowMs],
    );
  }

  /** Leased before it is opened: one whose key is damaged holds up no other. */
  async lease(nowMs: number, leaseMs: number): Promise<LeasedMail | undefined> {
    const row = await this.asHouse((tx) => next(tx, nowMs, leaseMs));
    return row && this.asHouse((tx) => this.opened(tx, row));
  }

  private async opened(tx: Transaction, row: MailRow): Promise<LeasedMail | undefined> {
    const key = await this.sealing.find(tx, personalKeyOf(row.case_id));
    if (key === undefined || row.content === null) {
      await tx.query(`update mail set state = 'ERASED', content = null where id = $1`, [row.id]);
      return undefined;
    }
    const content = key.openJson<LeasedMail['content']>(contextOf(row.id), row.content);
    return { id: row.id, attempt: row.attempts, madeAtMs: Number(row.made_at_ms), content };
  }

  settle({ id, attempt, madeAtMs }: LeasedMail, result: SendResult, nowMs: number): Promise<void> {
    const after = afterAttempt(result, { attempts: attempt, madeAtMs, nowMs });
    return this.asHouse(async (tx) => {
      await tx.query(
        `update mail set state = $2, last_answer = $3, leased_until_ms = 0, next_attempt_ms = coalesce($4::bigint, next_attempt_ms),
           sent_at_ms = case when $2 = 'SENT' then $5::bigint end
         where id = $1 and state = 'WAITING'`,
        [id, after.state, result.answer, after.state === 'WAITING' ? after.nextAttemptMs : null, nowMs],
      );
    });
  }

  list(
    authority: string,
    { caseId, state, limit, before }: { caseId?: string; state?: MailState; limit: number; before?: readonly [number, string] },
  ): Promise<MailHead[]> {
    return this.transactions.read({ oversight: true }, async (tx) => {
      const rows = await tx.query<MailRow>(
        `select m.* from mail m join case_row c on c.id = m.case_id
         where c.authority = $1 and ($2::uuid is null or m.case_id = $2) and ($3::text is null or m.state = $3)
           and ($4::bigint is null or (m.made_at_ms, m.id) < ($4, $5::uuid))
         order by m.made_at_ms desc, m.id desc limit $6`,
        [authority, caseId ?? null, state ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
      );
      return rows.map(headOf);
    });
  }

  private asHouse<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.transactions.run(async (tx) => {
      await asScheme(tx);
      return work(tx);
    });
  }
}

async function next(tx: Transaction, nowMs: number, leaseMs: number): Promise<MailRow | undefined> {
  const [row] = await tx
    .query<MailRow>(
      `update mail set leased_until_ms = $2, attempts = attempts + 1, last_attempt_ms = $1 where id = (
         select id from mail where state = 'WAITING' and next_attempt_ms <= $1 and leased_until_ms <= $1
         order by next_attempt_ms, id limit 1 for update skip locked
       ) returning *`,
      [nowMs, nowMs + leaseMs],
    )
    .then(rowsOf<MailRow>);
  return row;
}

/** An update answers its rows, or its rows and their number, as the driver has it. */
function rowsOf<Row>(answer: unknown): Row[] {
  return Array.isArray(answer) && Array.isArray(answer[0]) ? (answer[0] as Row[]) : (answer as Row[]);
}

const numberOf = (value: string | null): number | undefined => (value === null ? undefined : Number(value));

const headOf = (row: MailRow): MailHead => ({
  id: row.id,
  caseId: row.case_id,
  sequence: row.sequence,
  kind: row.kind,
  recipient: row.recipient,
  state: row.state,
  madeAtMs: Number(row.made_at_ms),
  attempts: row.attempts,
  lastAttemptMs: numberOf(row.last_attempt_ms),
  lastAnswer: row.last_answer ?? undefined,
  nextAttemptMs: row.state === 'WAITING' ? Number(row.next_attempt_ms) : undefined,
  sentAtMs: numberOf(row.sent_at_ms),
});
