import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { deadLetters, type EventLog, type IncomingMessage, REPLAYED_HEADER } from '@tidemark/messaging';

/** A log under test: real, with its server of its own. */
export interface LogUnderTest {
  /** A further connection to the same log, as another process would have it. */
  open(): EventLog;
  /** Ends the server hard and starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const text = (message: IncomingMessage) => message.value.toString();

/** What every adapter owes to those who code against the port. Runs the same on each. */
export function eventLogContract(name: string, start: () => Promise<LogUnderTest>): void {
  describe(`${name} as an event log`, () => {
    let under: LogUnderTest;
    let log: EventLog;
    let opened: EventLog[] = [];
    let serial = 0;

    beforeAll(async () => {
      // These tests make servers and handlers fail on purpose; what the log says about it would bury the result.
      if (!process.env.TIDEMARK_TEST_LOG) Logger.overrideLogger(false);
      under = await start();
    }, 180_000);
    afterAll(() => under?.stop(), 60_000);
    beforeEach(() => {
      log = open();
    });
    afterEach(async () => {
      await Promise.all(opened.map((one) => one.close()));
      opened = [];
    }, 60_000);

    function open(): EventLog {
      const one = under.open();
      opened.push(one);
      return one;
    }
    async function topicWith(partitions: number): Promise<string> {
      const topic = `contract.${serial++}.v1`;
      await log.ensureTopics([{ name: topic, partitions }]);
      return topic;
    }
    const messages = (...values: string[]) => values.map((value) => ({ key: 'k', value: Buffer.from(value) }));

    it('answers the position of each message, in their order', async () => {
      const topic = await topicWith(4);
      const sent = Array.from({ length: 40 }, (_, at) => ({ key: `key-${at % 7}`, value: Buffer.from(String(at)) }));
      const positions = await log.append(topic, sent);
      for (const [at, { partition, offset }] of positions.entries()) {
        const [found] = await log.read(topic, partition, offset, 1);
        expect(found).toMatchObject({ offset, key: sent[at]!.key, value: sent[at]!.value });
      }
      const ends = await log.endOffsets(topic);
      expect(ends.map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
      expect(ends.reduce((sum, { earliest, end }) => sum + end - earliest, 0n)).toBe(40n);
    });

    it('keeps key, headers, bytes and the time of taking', async () => {
      const topic = await topicWith(1);
      const value = Buffer.from([0, 255, 10, 0, 92, 128]);
      await log.append(topic, [{ key: 'Schlüssel', value, headers: { 'content-type': 'application/json', ce_id: 'ä' } }]);
      const [found] = await log.read(topic, 0, 0n, 10);
      expect(found).toMatchObject({ offset: 0n, key: 'Schlüssel', value, headers: { 'content-type': 'application/json', ce_id: 'ä' } });
      expect(Math.abs(found!.timestampMs - Date.now())).toBeLessThan(60_000);
    });

    it('keeps the order of a key over appends that overlap', async () => {
      const topic = await topicWith(3);
      const order = Array.from({ length: 300 }, (_, at) => String(at));
      await Promise.all(order.map((value) => log.append(topic, messages(value))));
      const [last] = await log.append(topic, messages('last'));
      const partition = last!.partition;
      const found = await log.read(topic, partition, 0n, 1_000);
      expect(found.map(text)).toEqual([...order, 'last']);
      expect(found.map(({ offset }) => offset)).toEqual(found.map((_, at) => BigInt(at)));
    });

    it('takes a message of several megabytes and refuses one beyond the limit', async () => {
      const topic = await topicWith(1);
      const large = Buffer.alloc(7 * 1024 * 1024, 'x');
      await log.append(topic, [{ key: 'k', value: large }]);
      expect((await log.read(topic, 0, 0n, 1))[0]!.value.equals(large)).toBe(true);
      const tooLarge = log.append(topic, [{ key: 'k', value: Buffer.alloc(16 * 1024 * 1024) }]);
      await expect(tooLarge).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE', retryable: false });
    });

    it('refuses a topic and a partition that do not exist', async () => {
      const topic = await topicWith(2);
      await expect(log.append('contract.nowhere.v1', messages('a'))).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC' });
      await expect(log.append(topic, [{ key: 'k', value: Buffer.from('a'), partition: 2 }])).rejects.toMatchObject({
        code: 'UNKNOWN_PARTITION',
      });
      await expect(log.endOffsets('contract.nowhere.v1')).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC' });
    });

    it('makes a topic once and widens it', async () => {
      const topic = await topicWith(2);
      await log.append(topic, messages('a'));
      await log.ensureTopics([{ name: topic, partitions: 1 }]);
      await log.ensureTopics([{ name: topic, partitions: 5 }]);
      expect((await log.topics()).find((one) => one.name === topic)).toEqual({ name: topic, partitions: 5 });
      await log.append(topic, [{ key: 'k', value: Buffer.from('b'), partition: 4 }]);
      expect((await log.read(topic, 4, 0n, 10)).map(text)).toEqual(['b']);
    });

    it('gives a group every message once while nothing fails, and goes on where it stopped', async () => {
      const topic = await topicWith(3);
      const seen: string[] = [];
      const read = async (from: EventLog) =>
        from.subscribe({ group: `g-${topic}`, topics: [topic] }, async (batch) => void seen.push(...batch.messages.map(text)));
      await log.append(topic, keyed(0, 50));
      const first = await read(log);
      await until(() => seen.length === 50);
      await first.close();
      await log.append(topic, keyed(50, 100));
      await read(open());
      await until(() => seen.length >= 100);
      await sleep(300);
      expect(seen.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at));
    });

    it('delivers new messages promptly', async () => {
      const topic = await topicWith(1);
      const delays: number[] = [];
      await log.subscribe(
        { group: `g-${topic}`, topics: [topic] },
        async (batch) => void delays.push(...batch.messages.map((one) => Date.now() - Number(text(one)))),
      );
      await sleep(300);
      for (let at = 0; at < 20; at++) {
        await open().append(topic, messages(String(Date.now())));
        await until(() => delays.length > at);
      }
      // The first of each connection pays for connecting; what counts is that nothing waits for a poll.
      expect(delays.sort((a, b) => a - b)[10]).toBeLessThan(400);
    });

    it('starts a group where its own position says, at each assignment', async () => {
      const topic = await topicWith(1);
      await log.append(topic, messages('0', '1', '2', '3', '4'));
      for (const [from, expected] of [
        [3n, ['3', '4']],
        [1n, ['1', '2', '3', '4']],
        [undefined, ['0', '1', '2', '3', '4']],
      ] as const) {
        const seen: string[] = [];
        const subscription = await log.subscribe(
          { group: `g-${topic}`, topics: [topic], startAt: async () => from },
          async (batch) => void seen.push(...batch.messages.map(text)),
        );
        await until(() => seen.length >= expected.length);
        expect(seen).toEqual(expected);
        await subscription.close();
      }
    });

    it('repeats a batch whose handler rejected, and loses nothing', async () => {
      const topic = await topicWith(1);
      await log.append(topic, messages('a', 'b', 'c'));
      const tries: string[][] = [];
      const subscription = await log.subscribe({ group: `g-${topic}`, topics: [topic] }, async (batch) => {
        tries.push(batch.messages.map(text));
        if (tries.length <= 2) throw new Error('not yet');
      });
      await until(() => tries.length >= 3);
      expect(tries[2]).toEqual(['a', 'b', 'c']);
      await until(() => subscription.status()[0]!.lag === 0n);
      expect(subscription.status()[0]!.position).toBe(3n);
    });

    it('asks for the position again after a batch failed', async () => {
      const topic = await topicWith(1);
      await log.append(topic, messages('0', '1', '2', '3'));
      let position = 0n;
      const seen: string[] = [];
      await log.subscribe({ group: `g-${topic}`, topics: [topic], maxMessages: 4, startAt: async () => position }, async (batch) => {
        if (position === 0n) {
          // Half was saved before something broke: the batch must begin behind it.
          position = 2n;
          throw new Error('broken in the middle');
        }
        seen.push(...batch.messages.map(text));
      });
      await until(() => seen.length >= 2);
      expect(seen).toEqual(['2', '3']);
    });

    it('stops visibly on what no retry mends', async () => {
      const topic = await topicWith(1);
      await log.append(topic, messages('a'));
      const subscription = await log.subscribe({ group: `g-${topic}`, topics: [topic] }, async () => {
        throw Object.assign(new Error('the books do not balance'), { retryable: false });
      });
      await expect(subscription.failed).rejects.toThrow('the books do not balance');
    });

    it('puts a poison message aside with its reason, goes on behind it, and replays it on command', async () => {
      const topic = await topicWith(1);
      await log.append(topic, [
        ...messages('good'),
        { key: 'meter-1', value: Buffer.from('poison'), headers: { a: 'b' } },
        ...messages('good too'),
      ]);
      const seen: string[] = [];
      let cured = false;
      await log.subscribe({ group: `g-${topic}`, topics: [topic] }, async (batch, context) => {
        for (const message of batch.messages) {
          if (text(message) === 'poison' && !cured) await context.deadLetter(message, 'not a report');
          else seen.push(`${text(message)}${message.headers[REPLAYED_HEADER] ? ' replayed' : ''}`);
        }
      });
      await until(() => seen.length === 2);
      const [letter] = (await deadLetters(log).list()).filter((one) => one.topic === topic);
      expect(letter).toMatchObject({
        partition: 0,
        offset: 1n,
        key: 'meter-1',
        headers: { a: 'b' },
        reason: 'not a report',
        group: `g-${topic}`,
      });
      expect(letter!.value.toString()).toBe('poison');
      cured = true;
      expect(await deadLetters(log).replay(letter!.id)).toMatchObject({ topic, partition: 0, offset: 3n });
      await until(() => seen.length === 3);
      expect(seen).toEqual(['good', 'good too', 'poison replayed']);
      expect((await deadLetters(log).list()).filter((one) => one.topic === topic)).toEqual([]);
      expect((await deadLetters(log).list({ replayedToo: true })).filter((one) => one.topic === topic)).toHaveLength(1);
      expect(await deadLetters(log).replay('999999')).toBeUndefined();
    });

    it('shares the partitions among two members, and gives them back when one leaves', async () => {
      const topic = await topicWith(4);
      const seen: string[] = [];
      const subscribe = async () =>
        open().subscribe({ group: `g-${topic}`, topics: [topic] }, async (batch) => void seen.push(...batch.messages.map(text)));
      const first = await subscribe();
      await until(() => first.status().length === 4);
      await log.append(topic, keyed(0, 40));
      await until(() => seen.length === 40);
      const second = await subscribe();
      await until(() => first.status().length === 2 && second.status().length === 2);
      const owned = [...first.status(), ...second.status()].map(({ partition }) => partition);
      expect(owned.sort()).toEqual([0, 1, 2, 3]);
      await log.append(topic, keyed(40, 80));
      await until(() => seen.length === 80);
      await first.close();
      await until(() => second.status().length === 4);
      await log.append(topic, keyed(80, 120));
      await until(() => seen.length >= 120);
      // A rebalance in good order repeats nothing.
      expect(seen.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, at) => at));
    });

    it('finishes the batch in hand before a partition changes its owner', async () => {
      const topic = await topicWith(2);
      await log.append(
        topic,
        [0, 1].map((partition) => ({ key: 'k', value: Buffer.from(`p${partition}`), partition })),
      );
      const events: string[] = [];
      let slow = true;
      let started = 0;
      const subscribe = (member: string) =>
        open().subscribe({ group: `g-${topic}`, topics: [topic] }, async (batch) => {
          for (const message of batch.messages) {
            started++;
            if (slow) await sleep(1_500);
            events.push(`${member} ${text(message)}`);
          }
        });
      const first = await subscribe('first');
      await until(() => started === 2);
      const second = await subscribe('second');
      await until(() => second.status().length === 1 && first.status().length === 1);
      slow = false;
      await sleep(1_000);
      expect(events.sort()).toEqual(['first p0', 'first p1']);
    });

    it('reads topics by pattern, those made later too', async () => {
      const prefix = `contract.many${serial++}`;
      await log.ensureTopics([{ name: `${prefix}.a.v1`, partitions: 1 }]);
      await log.append(`${prefix}.a.v1`, messages('a'));
      const seen: string[] = [];
      await log.subscribe(
        { group: `g-${prefix}`, topics: new RegExp(`^${prefix}\\.`) },
        async (batch) => void seen.push(`${batch.topic} ${text(batch.messages[0]!)}`),
      );
      await until(() => seen.length === 1);
      await log.ensureTopics([{ name: `${prefix}.b.v1`, partitions: 1 }]);
      await log.append(`${prefix}.b.v1`, messages('b'));
      await until(() => seen.length === 2);
      expect(seen).toEqual([`${prefix}.a.v1 a`, `${prefix}.b.v1 b`]);
    });

    it('holds no more in memory than its limits while a handler is slow', async () => {
      const topic = await topicWith(1);
      const value = Buffer.alloc(100_000, 'x');
      for (let at = 0; at < 20; at++)
        await log.append(
          topic,
          Array.from({ length: 30 }, () => ({ key: 'k', value })),
        );
      const maxBytes = 1_000_000;
      let release: () => void = () => undefined;
      const batches: number[] = [];
      const subscription = await log.subscribe({ group: `g-${topic}`, topics: [topic], maxBytes }, async (batch) => {
        batches.push(batch.messages.reduce((sum, one) => sum + one.value.length, 0));
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      await until(() => batches.length === 1);
      await sleep(1_000);
      global.gc?.();
      const held = process.memoryUsage().arrayBuffers;
      await sleep(2_000);
      global.gc?.();
      expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(4 * maxBytes);
      expect(batches).toHaveLength(1);
      const timer = setInterval(() => release(), 5);
      await until(() => batches.reduce((sum, bytes) => sum + bytes, 0) >= 60_000_000);
      clearInterval(timer);
      expect(Math.max(...batches)).toBeLessThanOrEqual(maxBytes);
      const closing = subscription.close();
      release();
      await closing;
    });

    it('gathers messages for as long as it was asked', async () => {
      const topic = await topicWith(1);
      const sizes: number[] = [];
      await log.subscribe(
        { group: `g-${topic}`, topics: [topic], maxWaitMs: 800 },
        async (batch) => void sizes.push(batch.messages.length),
      );
      await sleep(300);
      for (let at = 0; at < 10; at++) {
        await log.append(topic, messages(String(at)));
        await sleep(20);
      }
      await until(() => sizes.reduce((sum, size) => sum + size, 0) === 10);
      expect(sizes.length).toBeLessThanOrEqual(3);
    });

    it('finishes the batch in hand when it is closed, and commits it', async () => {
      const topic = await topicWith(1);
      await log.append(topic, messages('a', 'b'));
      const seen: string[] = [];
      let started = false;
      const handler = async (batch: { messages: IncomingMessage[] }) => {
        started = true;
        await sleep(500);
        seen.push(...batch.messages.map(text));
      };
      const first = await log.subscribe({ group: `g-${topic}`, topics: [topic] }, handler);
      await until(() => started);
      await first.close();
      expect(seen).toEqual(['a', 'b']);
      await open().subscribe({ group: `g-${topic}`, topics: [topic] }, handler);
      await sleep(1_500);
      expect(seen).toEqual(['a', 'b']);
    });

    it('lets a follower catch up before it answers, and follow on without a group', async () => {
      const topic = await topicWith(2);
      await log.append(topic, keyed(0, 30));
      const copies = await Promise.all(
        [log, open()].map(async (one) => {
          const copy: string[] = [];
          await one.follow(topic, async (batch) => void copy.push(...batch.messages.map(text)));
          expect(copy).toHaveLength(30);
          return copy;
        }),
      );
      await log.append(topic, keyed(30, 40));
      await until(() => copies.every((copy) => copy.length === 40));
    });

    it('answers a follower of an empty topic at once', async () => {
      const topic = await topicWith(1);
      const copy: string[] = [];
      await log.follow(topic, async (batch) => void copy.push(...batch.messages.map(text)));
      expect(copy).toEqual([]);
      await log.append(topic, messages('first'));
      await until(() => copy.length === 1);
    });

    it('survives the loss of its server: appends go through, groups and followers go on', async () => {
      const topic = await topicWith(2);
      const seen = new Set<string>();
      const copy = new Set<string>();
      const subscription = await log.subscribe({ group: `g-${topic}`, topics: [topic] }, async (batch) => {
        for (const message of batch.messages) seen.add(text(message));
      });
      const follower = await log.follow(topic, async (batch) => {
        for (const message of batch.messages) copy.add(text(message));
      });
      await log.append(topic, keyed(0, 10));
      await until(() => seen.size === 10 && copy.size === 10);
      const restarted = under.restart();
      const during = log.append(topic, keyed(10, 20));
      await restarted;
      await during;
      await log.append(topic, keyed(20, 30));
      await until(() => seen.size === 30 && copy.size === 30, 60_000);
      expect(subscription.status().reduce((sum, { lag }) => sum + lag, 0n)).toBe(0n);
      expect(follower.status().reduce((sum, { position }) => sum + position, 0n)).toBeGreaterThanOrEqual(30n);
    }, 120_000);

    it('takes nothing more after it was closed', async () => {
      const topic = await topicWith(1);
      const other = open();
      await other.append(topic, messages('a'));
      await other.close();
      await expect(other.append(topic, messages('b'))).rejects.toMatchObject({ code: 'LOG_CLOSED' });
    });

    function keyed(from: number, to: number) {
      return Array.from({ length: to - from }, (_, at) => ({ key: `key-${(from + at) % 11}`, value: Buffer.from(String(from + at)) }));
    }
  });
}

/** Waits for what is bound to happen; failing says what did not. */
async function until(condition: () => boolean, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${condition}`);
    await sleep(10);
  }
}
