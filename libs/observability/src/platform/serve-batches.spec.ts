import { Controller, Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { OutsideIssuerCredentials } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import {
  type BatchContext,
  type BatchHandler,
  BatchPattern,
  type EventLog,
  type IncomingBatch,
  StartPosition,
  type SubscribeOptions,
} from '@tidemark/messaging';
import { TestTokens } from '@tidemark/testing';
import { HealthChecks } from '../health/health-checks.js';
import { serve } from './serve.js';

const events: string[] = [];

@Injectable()
class Parts implements OnApplicationBootstrap, OnApplicationShutdown {
  async onApplicationBootstrap(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    events.push('ready');
  }

  onApplicationShutdown(): void {
    events.push('ended');
  }
}

@Controller()
class Consumer {
  @BatchPattern({ group: 'g', topics: ['t.v1'], maxMessages: 7 })
  async take(@Payload() batch: IncomingBatch, @Ctx() context: BatchContext): Promise<void> {
    events.push(`took ${batch.topic} ${context.isStale()}`);
    if (batch.partition === 9) throw Object.assign(new Error('no such partition'), { code: 'OUR_OWN' });
  }

  @StartPosition('g')
  async from(@Payload() topic: string, @Ctx() partition: number): Promise<bigint> {
    return BigInt(topic.length * 100 + partition);
  }
}

@Module({ controllers: [Consumer], providers: [Parts] })
class App {}

/** A log with one subscriber, which the test hands batches to. */
function scriptedLog() {
  let failed: (error: Error) => void = () => undefined;
  const scripted = {
    handler: undefined as BatchHandler | undefined,
    options: undefined as SubscribeOptions | undefined,
    lose: (error: Error) => failed(error),
    async subscribe(options: SubscribeOptions, handler: BatchHandler) {
      events.push('joined');
      Object.assign(scripted, { options, handler });
      const died = new Promise<never>((_, reject) => {
        failed = reject;
      });
      return { close: async () => void events.push('left'), failed: died, status: () => [] };
    },
  };
  return scripted;
}

describe('batches of the event log', () => {
  const config = loadConfig({ TIDEMARK_LOG_LEVEL: 'silent', TIDEMARK_PORT: '0' });
  const batch = (partition: number): IncomingBatch => ({ topic: 't.v1', partition, messages: [], endOffset: 0n });
  const context: BatchContext = { isStale: () => true, heartbeat: async () => undefined, deadLetter: async () => undefined };
  const log = scriptedLog();
  const start = () =>
    serve({
      title: 'Batches',
      platform: {
        config,
        eventLog: log as unknown as EventLog,
        tokenVerifier: new TestTokens(),
        providerCredentials: new OutsideIssuerCredentials(),
      },
      modules: [{ module: App }],
    });

  beforeEach(() => events.splice(0));

  it('begin when every app is ready and are finished before any ends', async () => {
    const serving = await start();
    await serving.stop();
    expect(events).toEqual(['ready', 'joined', 'left', 'ended']);
  });

  it('come to the controller whole, past the guard of the routes', async () => {
    const serving = await start();
    expect(log.options).toMatchObject({ group: 'g', topics: ['t.v1'], maxMessages: 7 });
    expect(await log.options!.startAt!('t.v1', 3)).toBe(403n);
    await log.handler!(batch(1), context);
    expect(events.at(-1)).toBe('took t.v1 true');
    await serving.stop();
  });

  it('get the error of the controller as it is, so that they come again', async () => {
    const serving = await start();
    await expect(log.handler!(batch(9), context)).rejects.toMatchObject({ message: 'no such partition', code: 'OUR_OWN' });
    await serving.stop();
  });

  it('fail liveness when they are lost for good', async () => {
    const serving = await start();
    const checks = serving.app.get(HealthChecks);
    expect((await checks.live()).checks['event log']).toEqual({ status: 'ok' });
    log.lose(new Error('gone'));
    await new Promise((resolve) => setImmediate(resolve));
    expect((await checks.live()).checks['event log']).toEqual({ status: 'failing', reason: 'g no longer consumes: gone' });
    await serving.stop();
  });
});
