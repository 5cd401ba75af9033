import { PostgresEventLog } from '@tidemark/messaging';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { doorsContract } from './doors.contract.js';

describe('doors on the log in PostgreSQL', () => {
  let postgres: TestPostgres;

  afterAll(() => postgres?.stop(), 60_000);

  doorsContract(async () => {
    postgres = await startTestPostgres();
    return new PostgresEventLog({ connectionString: postgres.url });
  });
});
