import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Clock, OutsideIssuerCredentials } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import { decodeEnvelope, UsageIntake } from '@tidemark/contracts';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import { serve } from '@tidemark/observability';
import { TestTokens } from '@tidemark/testing';
import type { DoorLimits } from '../src/door-limits.js';
import { DOOR_RAW_BODY_PATHS, DOOR_RAW_REQUESTS, IngestGatewayModule } from '../src/ingest-gateway.module.js';

/** 2026-03-01T12:00Z: what the door's clock says in tests. */
export const NOW_MS = Date.UTC(2026, 2, 1, 12);

export class FixedClock extends Clock {
  nowMs = NOW_MS;
  now(): number {
    return this.nowMs;
  }
}

export interface RunningGateway {
  app: NestExpressApplication;
  /** http://127.0.0.1:port */
  origin: string;
  /** host:port */
  grpc: string;
  tokens: TestTokens;
  clock: FixedClock;
  stop(): Promise<void>;
}

/** The gateway as a process would run it, on free ports, over the log that is given. */
export async function startGateway(eventLog: EventLog, limits: Partial<DoorLimits> = {}): Promise<RunningGateway> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(await freePort(), eventLog, limits);
    } catch (error) {
      // gRPC cannot be asked which port it took, so one is chosen before, and another test may be quicker to take it.
      if (attempt === 5 || !String(error).includes('EADDRINUSE')) throw error;
    }
  }
}

async function startOn(grpcPort: number, eventLog: EventLog, limits: Partial<DoorLimits>): Promise<RunningGateway> {
  const tokens = new TestTokens();
  const clock = new FixedClock();
  const config = loadConfig({
    TIDEMARK_LOG_LEVEL: 'silent',
    TIDEMARK_REPORT_PARTITIONS: '4',
    TIDEMARK_PORT: '0',
    TIDEMARK_GRPC_PORT: String(grpcPort),
  });
  const { app, port, stop } = await serve({
    title: 'Gateway',
    platform: { config, eventLog, tokenVerifier: tokens, providerCredentials: new OutsideIssuerCredentials(), clock },
    modules: [IngestGatewayModule.register({ limits })],
    rawBodyPaths: DOOR_RAW_BODY_PATHS,
    grpc: { services: [UsageIntake], rawRequests: DOOR_RAW_REQUESTS },
  });
  return { app, origin: `http://127.0.0.1:${port}`, grpc: `127.0.0.1:${grpcPort}`, tokens, clock, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

/** One POST. `body` is sent as it is. */
export async function post(
  url: string,
  token: string | undefined,
  type: string | undefined,
  body: RequestInit['body'],
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      ...(type !== undefined && { 'content-type': type }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** The envelopes in the log, partition by partition, in order. */
export async function envelopesIn(log: EventLog) {
  const ends = await log.endOffsets(TOPICS.reports);
  const messages = await Promise.all(ends.map(({ partition, earliest }) => log.read(TOPICS.reports, partition, earliest, 10_000)));
  return messages.flat().map(({ value }) => decodeEnvelope(value));
}

/** A right record; `over` makes it wrong. */
export const record = (over: object = {}): Record<string, unknown> => ({
  account: 'acme',
  cluster: 'c1',
  accelerator: 'H100',
  count: 8,
  startMs: String(NOW_MS - 7_200_000),
  endMs: String(NOW_MS - 3_600_000),
  ...over,
});

export const report = (over: object = {}): Record<string, unknown> => ({
  source: 'meter-1',
  epoch: 1,
  sequence: '1',
  records: [record()],
  ...over,
});

/** Waits for something that happens by itself, as long as a slow machine may take; a fixed time would be too short there. */
export async function until(happened: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !happened(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > deadline) throw new Error('it did not happen in time');
}
