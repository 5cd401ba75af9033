import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { type KeptSignals, LinkSignalMarks, type SignalOwner } from '../links/link-signals.port.js';
import type { SignalKind, SignalMark } from '../links/signal-marks.js';

interface MarkRow {
  kind: SignalKind;
  place: number;
  mark: Buffer;
}

/** A public mail service or a network is shared by too many to find anybody by. */
const TELLING = `('PAYMENT_TOKEN', 'EMAIL_DOMAIN', 'KEY_FINGERPRINT', 'NAME_WORD', 'IP')`;
/** Links that were not ended. */
const STANDING = 'not exists (select from account_link_end e where e.link = l.id)';

@Injectable()
export class PostgresLinkSignalMarks extends LinkSignalMarks {
  async replace(tx: Transaction, { provider, kind, id }: SignalOwner, signals: KeptSignals | undefined): Promise<void> {
    const owner = [provider, kind, id];
    await tx.query('delete from link_signal where provider = $1 and owner_kind = $2 and owner = $3', owner);
    await tx.query('delete from link_signal_owner where provider = $1 and owner_kind = $2 and owner = $3', owner);
    if (!signals) return;
    await tx.query('insert into link_signal_owner (provider, owner_kind, owner, registered_at_ms) values ($1, $2, $3, $4)', [
      ...owner,
      signals.registeredAtMs ?? null,
    ]);
    for (const { kind: signal, place, mark } of signals.marks)
      await tx.query(
        'insert into link_signal (provider, owner_kind, owner, kind, place, mark) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
        [...owner, signal, place, mark],
      );
  }

  async find(tx: Transaction, { provider, kind, id }: SignalOwner): Promise<KeptSignals | undefined> {
    const owner = [provider, kind, id];
    const [row] = await tx.query<{ registered_at_ms: string | null }>(
      'select registered_at_ms from link_signal_owner where provider = $1 and owner_kind = $2 and owner = $3',
      owner,
    );
    if (row === undefined) return undefined;
    const marks = await tx.query<MarkRow>(
      'select kind, place, mark from link_signal where provider = $1 and owner_kind = $2 and owner = $3 order by kind, place, mark',
      owner,
    );
    return { marks, registeredAtMs: row.registered_at_ms === null ? undefined : Number(row.registered_at_ms) };
  }

  async customersNear(tx: Transaction, provider: string, account: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ customer: string }>(
      `with own as (
         select kind, mark from link_signal where provider = $1 and owner_kind = 'ACCOUNT' and owner = $2 and kind in ${TELLING}
       ), near as (
         select s.owner_kind, s.owner, own.kind, own.mark from own
         join link_signal s on s.provider = $1 and s.kind = own.kind and s.mark = own.mark and not (s.owner_kind = 'ACCOUNT' and s.owner = $2)
       ), found as (
         select owner as customer, kind, mark from near where owner_kind = 'CUSTOMER'
         union
         select l.customer::text, near.kind, near.mark from near
         join account_link l on l.provider = $1 and l.account = near.owner and ${STANDING} where near.owner_kind = 'ACCOUNT'
       )
       select customer from found group by customer order by count(*) desc, customer limit $3`,
      [provider, account, limit],
    );
    return rows.map(({ customer }) => customer);
  }

  async accountsNear(tx: Transaction, provider: string, customer: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ account: string }>(
      `select s.owner as account from link_signal own
       join link_signal s on s.provider = own.provider and s.kind = own.kind and s.mark = own.mark and s.owner_kind = 'ACCOUNT'
       where own.provider = $1 and own.owner_kind = 'CUSTOMER' and own.owner = $2 and own.kind in ${TELLING}
       group by s.owner order by count(*) desc, s.owner limit $3`,
      [provider, customer, limit],
    );
    return rows.map(({ account }) => account);
  }

  ofLinkedAccounts(tx: Transaction, provider: string, customer: string, except: string): Promise<SignalMark[]> {
    return tx.query<MarkRow>(
      `select distinct s.kind, s.place, s.mark from account_link l
       join link_signal s on s.provider = l.provider and s.owner_kind = 'ACCOUNT' and s.owner = l.account
       where l.provider = $1 and l.customer = $2 and l.account <> $3 and s.kind in ('KEY_FINGERPRINT', 'PAYMENT_TOKEN') and ${STANDING}`,
      [provider, customer, except],
    );
  }
}
