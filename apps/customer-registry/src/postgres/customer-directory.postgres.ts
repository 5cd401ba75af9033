import { Injectable } from '@nestjs/common';
import type { CustomerKind, CustomerProfile, CustomerStatus, VerificationLevel } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import { CustomerDirectory, type CustomerHead } from '../customers/customer-directory.port.js';

interface HeadRow {
  id: string;
  provider: string;
  kind: CustomerKind;
  related: boolean;
  level: VerificationLevel;
  status: CustomerStatus;
  version: number;
}

@Injectable()
export class PostgresCustomerDirectory extends CustomerDirectory {
  constructor(private readonly keys: SealingKeys) {
    super();
  }

  async head(tx: Transaction, id: string): Promise<CustomerHead | undefined> {
    return (await this.heads(tx, [id])).get(id);
  }

  async heads(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, CustomerHead>> {
    const rows = await tx.query<HeadRow>(
      'select id, provider, kind, related, level, status, version from customer where id = any($1::uuid[])',
      [uuidsOf(ids)],
    );
    return new Map(rows.map(({ status, ...row }) => [row.id, { ...row, ...shownStatus(status) }]));
  }

  async profile(tx: Transaction, id: string): Promise<CustomerProfile | undefined> {
    return (await this.profiles(tx, [id])).get(id);
  }

  async profiles(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, CustomerProfile>> {
    const rows = await tx.query<{ id: string; profile: Buffer }>(
      'select id, profile from customer where id = any($1::uuid[]) and profile is not null',
      [uuidsOf(ids)],
    );
    const keys = await this.keys.findAll(
      tx,
      rows.map(({ id }) => ownerOfCustomer(id)),
    );
    return new Map(
      rows.map(({ id, profile }) => {
        const key = keys.get(ownerOfCustomer(id));
        if (key === undefined) throw new Error(`Customer ${id} has a profile and no key`);
        return [id, key.openJson<CustomerProfile>('profile', profile)] as const;
      }),
    );
  }
}

/** Erased is a mark of its own for other rooms: to them the record is closed. */
function shownStatus(status: CustomerStatus): Pick<CustomerHead, 'status' | 'erased'> {
  return status === 'ERASED' ? { status: 'CLOSED', erased: true } : { status, erased: false };
}

/** What is no uuid names no customer; PostgreSQL would fail the whole statement over it. */
function uuidsOf(ids: readonly string[]): string[] {
  return ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)).map((id) => id.toLowerCase());
}
