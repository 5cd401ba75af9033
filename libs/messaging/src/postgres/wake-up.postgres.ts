import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import pg, { type Pool } from 'pg';
import { backOffMs, pause } from '../back-off.js';

const CHANNEL = 'tidemark_event_log';

/**
 * Tells readers that something is new, in this process at once, in others by NOTIFY. A message may be lost (a connection
 * that breaks): readers also look by themselves from time to time.
 *
 * NOTIFY is sent apart from the append, several topics together: inside it, PostgreSQL would let one appender commit at a time.
 */
export class WakeUp {
  private readonly logger = new Logger('EventLog');
  private readonly me = randomUUID();
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly ending = new AbortController();
  private untold = new Set<string>();
  private telling: Promise<void> | undefined;
  private listening: Promise<void> | undefined;
  private client: pg.Client | undefined;
  /** Process number of the listening connection's backend; 0 while there is none. */
  backendPid = 0;

  constructor(
    private readonly connectionString: string,
    private readonly pool: Pool,
  ) {}

  /** Connects the listener; from then on it connects again by itself. */
  start(): Promise<void> {
    const connected = Promise.withResolvers<void>();
    this.listening ??= this.listen(connected.resolve);
    return connected.promise;
  }

  /** `subject` is `topic:<name>` or `group:<name>`. Answers the function that takes the listener away. */
  on(subject: string, listener: () => void): () => void {
    this.emitter.on(subject, listener);
    return () => this.emitter.off(subject, listener);
  }

  /** Anything at all: for those who want topics by pattern, and after a connection was lost. */
  onAny(listener: (subject: string) => void): () => void {
    this.emitter.on('*', listener);
    return () => this.emitter.off('*', listener);
  }

  tell(subject: string): void {
    this.emit(subject);
    this.untold.add(subject);
    this.telling ??= this.tellOthers().finally(() => {
      this.telling = undefined;
    });
  }

  async close(): Promise<void> {
    await this.telling;
    this.ending.abort();
    await this.client?.end().catch(() => undefined);
    await this.listening;
  }

  private emit(subject: string): void {
    this.emitter.emit(subject);
    this.emitter.emit('*', subject);
  }

  private async tellOthers(): Promise<void> {
    while (this.untold.size > 0) {
      const subjects = [...this.untold];
      this.untold = new Set();
      try {
        await this.pool.query({
          name: 'event_log_notify',
          text: `select pg_notify('${CHANNEL}', subject) from unnest($1::text[]) as subject`,
          values: [subjects.map((subject) => `${this.me} ${subject}`)],
        });
      } catch (error) {
        this.logger.debug({ reason: String(error) }, 'others were not told');
      }
    }
  }

  private async listen(connected: () => void): Promise<void> {
    for (let attempt = 0; !this.ending.signal.aborted; attempt++) {
      try {
        await this.listenOnce(() => {
          attempt = 0;
          connected();
        });
      } catch (error) {
        if (this.ending.signal.aborted) return;
        const waitMs = backOffMs(attempt, 3_000);
        this.logger.warn({ waitMs, reason: String(error) }, 'listening to the event log stopped, connecting again');
        await pause(waitMs, this.ending.signal);
      }
    }
  }

  private async listenOnce(connected: () => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.connectionString, application_name: 'tidemark event log', keepAlive: true });
    const lost = new Promise<never>((_, reject) => client.on('error', reject).once('end', () => reject(new Error('connection ended'))));
    lost.catch(() => undefined);
    this.client = client;
    try {
      await client.connect();
      client.on('notification', ({ payload = '' }) => {
        const [sender, subject] = payload.split(/ (.*)/s);
        if (sender !== this.me && subject) this.emit(subject);
      });
      await client.query(`listen ${CHANNEL}`);
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      this.backendPid = rows[0]!.pid;
      connected();
      // Whatever was told while nobody listened.
      this.emitter.emit('*', '');
      await lost;
    } finally {
      this.backendPid = 0;
      await client.end().catch(() => undefined);
    }
  }
}
