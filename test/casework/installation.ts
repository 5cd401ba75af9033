import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { type INestApplication, Module } from '@nestjs/common';
import { OutsideIssuerCredentials } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import { createEventLog } from '@tidemark/messaging';
import { createHttpApp, Metrics, PlatformModule } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { MasterKeys } from '@tidemark/sealing';
import { SpokenTokens, startTestPostgres, TestClock, type TestPostgres } from '@tidemark/testing';
import { CaseWrites } from '../../apps/casework/src/case-log/case-writes.js';
import { CaseworkModule } from '../../apps/casework/src/casework.module.js';
import { CASEWORK_DATABASE } from '../../apps/casework/src/casework-database.js';
import { CaseClocks } from '../../apps/casework/src/clocks/case-clocks.port.js';
import { ClockJob } from '../../apps/casework/src/clocks/clock-job.js';

interface RunningApp {
  app: INestApplication;
  writes: CaseWrites;
  /** As many as instances of the app. */
  jobs: readonly ClockJob[];
  query<Row extends object>(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}

/** Casework on a real PostgreSQL that can be stopped and started again, whose job looks when it is told to and at no other time. */
export class Installation {
  readonly clock = new TestClock();
  private running!: RunningApp;

  private constructor(
    private readonly postgres: TestPostgres,
    private readonly masterKeys: MasterKeys,
  ) {}

  static async start(): Promise<Installation> {
    const one = new Installation(await startTestPostgres(), new MasterKeys([{ id: 'test', key: randomBytes(32) }]));
    one.running = await one.open();
    return one;
  }

  get writes(): CaseWrites {
    return this.running.writes;
  }

  /** Every row, as whoever holds the database sees it. */
  query<Row extends object>(sql: string): Promise<Row[]> {
    return this.running.query(sql);
  }

  /** By one instance, or by two at the same time. */
  async look(instances: 1 | 2): Promise<void> {
    await Promise.all(this.running.jobs.slice(0, instances).map((job) => job.look()));
  }

  /** While the job is at work: it ends with the case in hand, and the rest is said by the next. */
  async restart(): Promise<void> {
    const looking = this.look(1);
    await Promise.all(this.running.jobs.map((job) => job.onApplicationShutdown()));
    await looking;
    await this.running.close();
    this.running = await this.open();
  }

  async stop(): Promise<void> {
    await this.running.close();
    await this.postgres.stop();
  }

  private async open(): Promise<RunningApp> {
    const { clock, masterKeys } = this;
    const database = await openAppDatabase({ url: this.postgres.url, ...CASEWORK_DATABASE });
    const eventLog = createEventLog({ databaseUrl: this.postgres.url });
    const platform = PlatformModule.register({
      config: loadConfig({ TIDEMARK_LOG_LEVEL: 'fatal', TIDEMARK_AUTHORITY: 'home' }),
      eventLog,
      clock,
      tokenVerifier: new SpokenTokens(),
      providerCredentials: new OutsideIssuerCredentials(),
    });

    @Module({ imports: [platform, CaseworkModule.register({ database, masterKeys })] })
    class Root {}

    const app = await createHttpApp(Root, { title: 'test' });
    await app.init();
    // The app's own would look whenever it likes.
    await app.get(ClockJob, { strict: false }).onApplicationShutdown();
    const [clocks, writes] = [app.get(CaseClocks, { strict: false }), app.get(CaseWrites, { strict: false })];
    return {
      app,
      writes,
      jobs: [1, 2].map(() => new ClockJob(clocks, writes, clock, new Metrics())),
      query: (sql) =>
        database.transactions.run(async (tx) => {
          await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
          return tx.query(sql);
        }),
      close: async () => {
        await app.close();
        await eventLog.close();
        await database.close();
      },
    };
  }
}
