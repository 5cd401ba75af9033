import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { FlagNews, MONITOR_DATABASE_URL } from '../flags/flag-news.port.js';

/** The outbox calls it at every commit that tells anything, and flags are told through it. */
const CHANNEL = 'outbox_threshold_monitor';
/** A call may be lost with its connection: whoever listens is told to look this often in any case. */
const LOOK_ANYWAY_MS = 1_000;
const CONNECT_AGAIN_MS = 1_000;

/** {@link FlagNews} by LISTEN, on one connection for all streams of the process. */
@Injectable()
export class PostgresFlagNews extends FlagNews implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(FlagNews.name);
  private readonly listeners = new Set<() => void>();
  private readonly ending = new AbortController();
  private client: pg.Client | undefined;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(MONITOR_DATABASE_URL) private readonly url: string) {
    super();
  }

  onNews(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onApplicationBootstrap(): void {
    this.running = this.keepListening();
    this.timer = setInterval(() => this.tell(), LOOK_ANYWAY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.ending.abort();
    await this.client?.end().catch(() => undefined);
    await this.running;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private async keepListening(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await this.listenOnce();
      } catch (error) {
        if (this.ending.signal.aborted) return;
        this.logger.warn(
          { reason: String(error) },
          'listening for flags stopped, connecting again; until then they are looked for every second',
        );
        await sleep(CONNECT_AGAIN_MS, undefined, { signal: this.ending.signal }).catch(() => undefined);
      }
    }
  }

  private async listenOnce(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'tidemark threshold_monitor streams', keepAlive: true });
    const lost = new Promise<never>((_, reject) => client.on('error', reject).once('end', () => reject(new Error('connection ended'))));
    lost.catch(() => undefined);
    this.client = client;
    try {
      await client.connect();
      client.on('notification', () => this.tell());
      await client.query(`listen ${CHANNEL}`);
      this.tell();
      await lost;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
