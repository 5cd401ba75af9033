import { jest } from '@jest/globals';
import type { FlagNewsItem } from './flag-line.js';
import { LiveView } from './live-view.js';

const item = (kind: string, id: string): FlagNewsItem => ({
  type: 'raised',
  knownAt: '2026-11-21T16:09:07.123Z',
  flag: { id: 'f', kind: 'CROSSING', tier: 'CERTAIN', rule: 'r', scope: { kind, id, provider: 'p' }, sentence: 'It is.' },
});

describe('the live view', () => {
  let lines: string[];
  let view: LiveView;
  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    view = new LiveView((line) => lines.push(line));
  });
  afterEach(() => {
    view.end();
    jest.useRealTimers();
  });

  it('says nothing of what came before it began', () => {
    view.hear(item('GROUP', 'g'));
    jest.advanceTimersByTime(10_000);
    expect(lines).toEqual([]);
  });

  it('tells of groups at once, of others a moment later as long as they are few', () => {
    view.begin();
    view.hear(item('ACCOUNT', 'a'));
    view.hear(item('GROUP', 'g'));
    expect(lines).toEqual(['16:09:07 CERTAIN   group g, r: raised. It is.']);
    jest.advanceTimersByTime(2_000);
    expect(lines.slice(1)).toEqual(['16:09:07 CERTAIN   account p/a, r: raised. It is.']);
  });

  it('counts others when they are many, and leaves none untold at its end', () => {
    view.begin();
    for (const id of ['a', 'b', 'c', 'd']) view.hear(item('ACCOUNT', id));
    jest.advanceTimersByTime(2_000);
    view.hear(item('CUSTOMER', 'e'));
    view.end();
    expect(lines).toEqual([
      '16:09:07 4 facts about flags of 4 accounts (GET /v1/flags)',
      '16:09:07 CERTAIN   customer e, r: raised. It is.',
    ]);
  });

  it('is quiet when nothing came for two seconds, and does not wait for ever', async () => {
    const { signal } = new AbortController();
    let quietAfterMs: number | undefined;
    const began = Date.now();
    const quiet = view.quiet(signal).then(() => (quietAfterMs = Date.now() - began));
    for (let ms = 0; ms < 5_000; ms += 500) {
      view.hear(item('ACCOUNT', 'a'));
      await jest.advanceTimersByTimeAsync(500);
    }
    expect(quietAfterMs).toBeUndefined();
    await jest.advanceTimersByTimeAsync(2_000);
    await quiet;
    expect(quietAfterMs).toBeGreaterThanOrEqual(6_400);
    const noisy = view.quiet(signal);
    for (let ms = 0; ms < 31_000; ms += 500) {
      view.hear(item('ACCOUNT', 'a'));
      await jest.advanceTimersByTimeAsync(500);
    }
    await noisy;
  });
});
