import { Controller, Logger } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { type BatchContext, BatchLogServer, BatchPattern, type IncomingBatch, PostgresEventLog, StartPosition } from '@tidemark/messaging';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';

const events: string[] = [];
let failures: Error[] = [];

@Controller()
class ReportsConsumer {
  @BatchPattern({ group: 'reports-reader', topics: ['reports.v1'], maxMessages: 10 })
  async take(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    const failure = failures.shift();
    if (failure) throw failure;
    for (const message of batch.messages) {
      if (message.value.length === 0) await context.deadLetter(message, 'empty');
      else events.push(`${message.offset} ${message.value}`);
    }
  }

  @StartPosition('reports-reader')
  async position(): Promise<bigint> {
    return 1n;
  }
}

@Controller()
class OtherConsumer {
  @BatchPattern({ group: 'other', topics: ['other.v1'] })
  async take(batch: IncomingBatch): Promise<void> {
    events.push(`other ${batch.messages.length}`);
  }
}

describe('controllers on the event log', () => {
  let postgres: TestPostgres;
  let log: PostgresEventLog;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await startTestPostgres();
    log = new PostgresEventLog({ connectionString: postgres.url });
    await log.ensureTopics([
      { name: 'reports.v1', partitions: 1 },
      { name: 'other.v1', partitions: 1 },
    ]);
  }, 60_000);
  afterAll(async () => {
    await log?.close();
    await postgres?.stop();
  });

  async function start() {
    const server = new BatchLogServer(log);
    const module = await Test.createTestingModule({ controllers: [ReportsConsumer, OtherConsumer] }).compile();
    const app = module.createNestMicroservice({ strategy: server });
    await app.listen();
    return { app, server };
  }
  async function until(condition: () => boolean) {
    for (let waited = 0; !condition(); waited += 10) {
      if (waited > 10_000) throw new Error(`did not happen: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it('get whole batches from their own position, and repeat them after an error', async () => {
    await log.append(
      'reports.v1',
      ['a', 'b', '', 'c'].map((value) => ({ key: 'k', value: Buffer.from(value) })),
    );
    await log.append('other.v1', [{ key: 'k', value: Buffer.from('x') }]);
    failures = [new Error('not yet')];
    const { app, server } = await start();
    await until(() => events.length === 3);
    expect(events.sort()).toEqual(['1 b', '3 c', 'other 1']);
    expect((await log.deadLetters.list())[0]).toMatchObject({ topic: 'reports.v1', offset: 2n, reason: 'empty' });
    expect(() => server.check(Date.now() + 3_600_000, 1_000)).not.toThrow();
    await app.close();
  });

  it('leave also the groups that they were still joining when they were told to close', async () => {
    const server = new BatchLogServer(log);
    const module = await Test.createTestingModule({ controllers: [ReportsConsumer, OtherConsumer] }).compile();
    const joining = module.createNestMicroservice({ strategy: server }).listen();
    await server.close();
    await joining;
    const before = events.length;
    await log.append('other.v1', [{ key: 'late', value: Buffer.from('nobody listens') }]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(events.length).toBe(before);
  });

  it('show in liveness that a group was lost for good', async () => {
    failures = [Object.assign(new Error('the books do not balance'), { retryable: false })];
    const { app, server } = await start();
    await until(() => {
      try {
        server.check(Date.now(), 60_000);
        return false;
      } catch (error) {
        return (error as Error).message === 'reports-reader no longer consumes: the books do not balance';
      }
    });
    await app.close();
  });

  it('show in liveness that a partition has work and does not move', async () => {
    failures = Array.from({ length: 100 }, () => new Error('still not'));
    const { app, server } = await start();
    await until(() => failures.length < 100);
    expect(() => server.check(Date.now(), 60_000)).not.toThrow();
    expect(() => server.check(Date.now() + 120_000, 60_000)).toThrow('reports.v1/0 stands at 1 with 3 messages behind it');
    await app.close();
  });
});
