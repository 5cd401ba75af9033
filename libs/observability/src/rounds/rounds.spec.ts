import { setTimeout as sleep } from 'node:timers/promises';
import { Rounds } from './rounds.js';

/** Rounds of which each answers the next of these pauses, or fails where an error stands. */
function roundsOf(...answers: (number | Error)[]) {
  const errors: unknown[] = [];
  let looks = 0;
  const rounds: Rounds = new Rounds({
    look: async () => {
      const answer = answers[looks++] ?? 60_000;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onError: (error) => errors.push(error),
    pauseAfterErrorMs: 5,
  });
  return { rounds, errors, looks: () => looks };
}

describe('rounds', () => {
  it('go on without a pause while there is something, and pause when there is nothing', async () => {
    const { rounds, looks } = roundsOf(0, 0, 5, 60_000);
    rounds.start();
    await sleep(100);
    expect(looks()).toBe(4);
    await rounds.stop();
    expect(looks()).toBe(4);
  });

  it('go on after a round that failed, and tell it', async () => {
    const broken = new Error('the database is away');
    const { rounds, errors, looks } = roundsOf(broken, 60_000);
    rounds.start();
    await sleep(100);
    expect([looks(), errors]).toEqual([2, [broken]]);
    await rounds.stop();
  });

  it('finish the round in hand before the end, and begin no other', async () => {
    let end = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    let looks = 0;
    const rounds = new Rounds({ look: () => held.then(() => (looks += 1)).then(() => 0), onError: () => undefined, pauseAfterErrorMs: 1 });
    rounds.start();
    const stopped = rounds.stop();
    expect([looks, rounds.isStopping]).toEqual([0, true]);
    end();
    await stopped;
    expect(looks).toBe(1);
  });

  it('that were never begun, or pause for the first time, end at once', async () => {
    await roundsOf().rounds.stop();
    const { rounds, looks } = roundsOf(0);
    rounds.start(60_000);
    await rounds.stop();
    expect(looks()).toBe(0);
  });
});
