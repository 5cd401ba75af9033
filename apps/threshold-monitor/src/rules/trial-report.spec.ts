import type { TrialFlag } from './trial-flags.port.js';
import { compareTrial } from './trial-report.js';

const ALWAYS = { fromMs: undefined, toMs: undefined };
const flag = (id: string, momentMs = 0, tier: TrialFlag['tier'] = 'PROBABLE'): TrialFlag => ({
  scope: { kind: 'party', key: `party\t${id}`, id },
  kind: 'CROSSING',
  tier,
  n: 1,
  momentMs,
});

describe('what a rule on trial would change', () => {
  it('adds all that it flags where no version of it is live', () =>
    expect(compareTrial([flag('a'), flag('b')], [], ALWAYS)).toEqual({
      added: [flag('a'), flag('b')],
      removed: [],
      moved: [],
      unchanged: 0,
    }));

  it('is told beside the version that is live: added, removed, moved, the same', () =>
    expect(
      compareTrial([flag('new'), flag('moved', 2), flag('same', 5)], [flag('moved', 1), flag('same', 5), flag('gone')], ALWAYS),
    ).toEqual({
      added: [flag('new')],
      removed: [flag('gone')],
      moved: [{ flag: flag('moved', 2), liveMomentMs: 1 }],
      unchanged: 1,
    }));

  it('takes tiers apart', () =>
    expect(compareTrial([flag('a', 0, 'POSSIBLE')], [flag('a', 0, 'CERTAIN')], ALWAYS)).toMatchObject({
      added: [flag('a', 0, 'POSSIBLE')],
      removed: [flag('a', 0, 'CERTAIN')],
    }));

  it('is told of a period, its end excluded', () => {
    const period = { fromMs: 10, toMs: 20 };
    expect(compareTrial([flag('a', 9), flag('b', 10), flag('c', 20)], [flag('d', 19), flag('e', 20)], period)).toEqual({
      added: [flag('b', 10)],
      removed: [flag('d', 19)],
      moved: [],
      unchanged: 0,
    });
  });

  it('calls what moves out of the period, or into it, moved', () => {
    const period = { fromMs: 10, toMs: 20 };
    const { added, removed, moved } = compareTrial([flag('out', 25), flag('in', 15)], [flag('out', 15), flag('in', 5)], period);
    expect([added, removed, moved.map(({ flag: { scope } }) => scope.id)]).toEqual([[], [], ['out', 'in']]);
  });
});
