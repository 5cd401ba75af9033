import { TopicGate } from './topic-gate.js';

describe('what must be known of a topic first', () => {
  it('is asked once, and lets nobody overtake', async () => {
    let asked = 0;
    const answer = Promise.withResolvers<number>();
    const gate = new TopicGate<number>(() => {
      asked++;
      return answer.promise;
    });
    const order: string[] = [];
    const pass = (name: string) => gate.pass('t', async () => void order.push(name));
    const early = [pass('first'), pass('second')];
    answer.resolve(4);
    await early[0];
    await Promise.all([...early, pass('third')]);
    expect(order).toEqual(['first', 'second', 'third']);
    expect(asked).toBe(1);
  });

  it('is asked again after a failure, and when it was forgotten', async () => {
    const answers = [Promise.reject(new Error('away')), Promise.resolve(1), Promise.resolve(2)];
    answers[0]!.catch(() => undefined);
    const gate = new TopicGate<number>(() => answers.shift() as Promise<number>);
    const count = async (known: number) => known;
    await expect(gate.pass('t', count)).rejects.toThrow('away');
    expect(await gate.pass('t', count)).toBe(1);
    expect(await gate.pass('t', count)).toBe(1);
    gate.forget('t');
    expect(await gate.pass('t', count)).toBe(2);
  });
});
