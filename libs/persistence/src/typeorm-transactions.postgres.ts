import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { type Tenant, type Transaction, Transactions } from './transaction.js';
import { UnstorableText } from './unstorable-text.js';

/** {@link Transactions} on one app's data source. */
export class TypeormTransactions extends Transactions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly app: string,
  ) {
    super();
  }

  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.inside('start transaction', work);
  }

  read<Result>(tenant: Tenant, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const oversight = 'oversight' in tenant;
    // Closed by default: a tenant that is neither would set both to "nobody".
    const parameters = [`${this.app}_reader`, oversight ? '' : tenant.provider, oversight ? 'on' : 'off'];
    return this.inside('start transaction isolation level repeatable read, read only', async (tx) => {
      await tx.query(
        `select set_config('role', $1, true), set_config('tidemark.provider', $2, true), set_config('tidemark.oversight', $3, true)`,
        parameters,
      );
      return work(tx);
    });
  }

  private async inside<Result>(begin: string, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      await runner.query(begin);
      const result = await work(transactionOn(runner));
      await runner.query('commit');
      return result;
    } catch (error) {
      // The failure itself matters, not that a dead connection cannot roll back: the server does so by itself.
      await runner.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

function transactionOn(runner: QueryRunner): Transaction {
  return {
    query: async <Row extends object>(sql: string, parameters?: readonly unknown[]) => {
      try {
        const { records } = await runner.query(sql, parameters as unknown[] | undefined, true);
        return records as Row[];
      } catch (error) {
        throw isUnstorableText(error) ? new UnstorableText(error) : error;
      }
    },
  };
}

/** character_not_in_repertoire: of texts that come from JavaScript only U+0000 is not in it. */
const isUnstorableText = (error: unknown): boolean =>
  error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '22021';
