import { jest } from '@jest/globals';
import { Waiting } from './waiting.js';

const msOf = async (work: Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work;
  return performance.now() - begun;
};

describe('what a stream waits for', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is the next of its turns', async () => {
    const waiting = new Waiting();
    const slow = waiting.every(10_000);
    const fast = waiting.every(30);
    waiting.reset();
    expect(await msOf(waiting.forCall())).toBeGreaterThanOrEqual(29);
    expect([slow.due(), fast.due(), fast.due()]).toEqual([false, true, false]);
  });

  it('or a call, whichever comes first, and one that came before it waited', async () => {
    const waiting = new Waiting();
    waiting.every(10_000);
    waiting.reset();
    setTimeout(() => waiting.call(), 20);
    expect(await msOf(waiting.forCall())).toBeLessThan(5_000);
    waiting.reset();
    waiting.call();
    expect(await msOf(waiting.forCall())).toBeLessThan(1_000);
  });

  it('or an end, until nobody listens for it any more', async () => {
    const waiting = new Waiting();
    waiting.every(50);
    const end = new AbortController();
    const forget = waiting.onAbort(end.signal);
    waiting.reset();
    end.abort();
    expect(await msOf(waiting.forCall())).toBeLessThan(45);
    forget();
  });

  it('a turn that rests comes no sooner', () => {
    let nowMs = 1_000;
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const turn = new Waiting().every(5, 0);
    expect(turn.due()).toBe(true);
    turn.rest(60);
    nowMs += 20;
    expect(turn.due()).toBe(false);
    nowMs += 60;
    expect(turn.due()).toBe(true);
  });
});
