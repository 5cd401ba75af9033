import type { Transaction, Transactions } from '@tidemark/persistence';
import type { SealedBox } from '../issuer/sealed-box.js';
import { hashOf } from './one-time.js';
import type { Factors, Invitations, NewFactor, Passkey, PendingEnrolment, PersonFactors } from './people.port.js';
import { PERSON_COLUMNS, type PersonRow, type PersonRows } from './person-rows.postgres.js';

interface PasskeyRow {
  credential_id: string;
  public_key: Buffer;
  counter: string;
  transports: string[];
  rp_id: string;
}

export class PostgresFactors implements PersonFactors {
  constructor(
    private readonly transactions: Transactions,
    private readonly box: SealedBox,
  ) {}

  of(id: string): Promise<Factors> {
    return this.transactions.run(async (tx) => {
      const [row] = await tx.query<{ password_hash: string | null; sealed_totp: Buffer | null }>(
        'select password_hash, sealed_totp from person where id = $1',
        [id],
      );
      const passkeys = await tx.query<PasskeyRow>('select * from passkey where person = $1 order by credential_id', [id]);
      // What was sealed in another data folder cannot be used here: the administrator resets it.
      const totpSecret = row?.sealed_totp ? this.box.open(row.sealed_totp) : undefined;
      return { passwordHash: row?.password_hash ?? undefined, totpSecret, passkeys: passkeys.map(passkeyOf) };
    });
  }

  useTotpStep(id: string, step: number): Promise<boolean> {
    return this.changed('update person set totp_step = $2 where id = $1 and totp_step < $2 returning id', [id, step]);
  }

  useRecoveryCode(id: string, code: string): Promise<boolean> {
    return this.changed('delete from recovery_code where person = $1 and code_hash = $2 returning person', [id, hashOf(code)]);
  }

  /** Many passkeys do not count, and say 0 for ever. */
  usePasskey(credentialId: string, counter: number): Promise<boolean> {
    return this.changed(
      'update passkey set counter = $2 where credential_id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning credential_id',
      [credentialId, counter],
    );
  }

  private async changed(sql: string, parameters: unknown[]): Promise<boolean> {
    return (await this.transactions.run((tx) => tx.query(sql, parameters))).length > 0;
  }
}

export class PostgresInvitations implements Invitations {
  constructor(
    private readonly transactions: Transactions,
    private readonly rows: PersonRows,
    private readonly box: SealedBox,
  ) {}

  async find(token: string, nowMs: number): ReturnType<Invitations['find']> {
    const [row] = await this.transactions.run((tx) =>
      tx.query<PersonRow & { sealed_pending: Buffer | null }>(
        `select ${PERSON_COLUMNS}, sealed_pending from invitation join person on person.id = invitation.person
         where token_hash = $1 and expires_at_ms > $2 and status = 'invited'`,
        [hashOf(token), nowMs],
      ),
    );
    if (!row) return undefined;
    const { sealed_pending: sealed, ...person } = row;
    const pending = sealed === null ? undefined : this.box.open(sealed);
    return { person: this.rows.personOf(person), pending: pending === undefined ? {} : (JSON.parse(pending) as PendingEnrolment) };
  }

  async keep(token: string, pending: PendingEnrolment): Promise<void> {
    const sealed = this.box.seal(JSON.stringify(pending));
    await this.transactions.run((tx) =>
      tx.query('update invitation set sealed_pending = $2 where token_hash = $1', [hashOf(token), sealed]),
    );
  }

  complete(token: string, { passwordHash, factor, recoveryCodes, nowMs }: Parameters<Invitations['complete']>[1]): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const [used] = await tx.query<{ person: string }>('delete from invitation where token_hash = $1 returning person', [hashOf(token)]);
      if (!used) return false;
      const id = used.person;
      const [row] = await tx.query<PersonRow>(`select ${PERSON_COLUMNS} from person where id = $1 and status = 'invited' for update`, [id]);
      if (!row) return false;
      await this.rows.apply(tx, this.rows.personOf(row), id, { kind: 'ENROLLED', factor: factor.factor }, { actor: id, nowMs });
      await tx.query('update person set password_hash = $2 where id = $1', [id, passwordHash]);
      await this.add(tx, id, factor);
      await tx.query('delete from recovery_code where person = $1', [id]);
      await tx.query('insert into recovery_code (person, code_hash) select $1, unnest($2::bytea[])', [id, recoveryCodes.map(hashOf)]);
      return true;
    });
  }

  private async add(tx: Transaction, id: string, factor: NewFactor): Promise<void> {
    if (factor.factor === 'totp') {
      const sealed = this.box.seal(factor.secret);
      await tx.query('update person set sealed_totp = $2, totp_step = $3 where id = $1', [id, sealed, factor.step]);
      return;
    }
    const { credentialId, publicKey, counter, transports, rpId } = factor;
    await tx.query('insert into passkey (credential_id, person, public_key, counter, transports, rp_id) values ($1, $2, $3, $4, $5, $6)', [
      credentialId,
      id,
      publicKey,
      counter,
      transports,
      rpId,
    ]);
  }
}

const passkeyOf = ({ credential_id, public_key, counter, transports, rp_id }: PasskeyRow): Passkey => ({
  credentialId: credential_id,
  publicKey: public_key,
  counter: Number(counter),
  transports,
  rpId: rp_id,
});
