import { jest } from '@jest/globals';
import { PostgresEventLog } from '@tidemark/messaging';
import { startTestPostgres } from '@tidemark/testing';
import { eventLogContract } from './event-log.contract.js';

jest.setTimeout(60_000);

eventLogContract('PostgreSQL', async () => {
  const postgres = await startTestPostgres({ durable: true });
  return {
    open: () => new PostgresEventLog({ connectionString: postgres.url, leaseMs: 4_000 }),
    restart: () => postgres.crash(),
    stop: () => postgres.stop(),
  };
});
