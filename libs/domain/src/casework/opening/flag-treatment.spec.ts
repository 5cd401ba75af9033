import { FLAG_KINDS } from '../../thresholds/standing.js';
import { severityOf, startsClocks, treatmentOf } from './flag-treatment.js';
import { INTAKE_POLICY } from './intake-policy.js';

const flag = (changes: object = {}) =>
  ({ kind: 'CROSSING', tier: 'CERTAIN', legalStatus: 'IN_FORCE', rule: 'eu-ai-act-51', ...changes }) as never;

describe('what becomes of a flag', () => {
  it.each([
    ['CROSSING', 'TRAINING_COMPUTE', 'OPEN'],
    ['EVALUATION_DUE', 'TRAINING_COMPUTE', 'OPEN'],
    ['CAPACITY', 'CAPACITY', 'OPEN'],
    ['OVER_CAPACITY', 'CAPACITY', 'OPEN'],
    ['UNVERIFIED_ABOVE_BAND', 'IDENTITY', 'PERSIST'],
    ['UNLINKED_ABOVE_BAND', 'IDENTITY', 'PERSIST'],
    ['USE_AFTER_ORDER', 'ORDER', 'OPEN'],
  ])('%s is of the matter %s and may %s', (kind, matter, treatment) =>
    expect(treatmentOf(flag({ kind, legalStatus: 'HOUSE' }), INTAKE_POLICY)).toMatchObject({ matter, treatment }),
  );

  it('is decided for every kind that there is, and for no other', () => {
    for (const kind of FLAG_KINDS) expect(treatmentOf(flag({ kind }), INTAKE_POLICY).matter).toBeDefined();
    expect(() => treatmentOf(flag({ kind: 'RUMOUR' }), INTAKE_POLICY)).toThrow('no meaning');
  });

  it.each(['PROPOSED', 'RESCINDED', 'VETOED', 'ENACTED', 'NOT_YET', 'NOT_STATED'])(
    'a rule that is %s binds nobody: an exercise, which opens nothing',
    (legalStatus) => {
      expect(treatmentOf(flag({ legalStatus }), INTAKE_POLICY)).toMatchObject({
        treatment: 'JOIN',
        why: expect.stringContaining('exercise'),
      });
      expect(severityOf(flag({ legalStatus }), INTAKE_POLICY)).toBe('LOW');
      expect(startsClocks(flag({ legalStatus }), INTAKE_POLICY)).toBe(false);
    },
  );

  it.each([
    [{}, 'HIGH'],
    [{ tier: 'PROBABLE' }, 'HIGH'],
    [{ tier: 'PROJECTED' }, 'MEDIUM'],
    [{ tier: 'POSSIBLE' }, 'MEDIUM'],
    [{ legalStatus: 'GUIDANCE' }, 'MEDIUM'],
    [{ tier: 'POSSIBLE', legalStatus: 'GUIDANCE' }, 'LOW'],
    [{ kind: 'CAPACITY', tier: undefined }, 'MEDIUM'],
    [{ kind: 'USE_AFTER_ORDER', tier: undefined, legalStatus: 'HOUSE' }, 'CRITICAL'],
  ])('%j is %s', (changes, severity) => expect(severityOf(flag(changes), INTAKE_POLICY)).toBe(severity));

  it('starts clocks when the number was passed or will be, and not when it only can have been', () => {
    const starts = (tier: string | undefined) => startsClocks(flag({ tier }), INTAKE_POLICY);
    expect(['POSSIBLE', 'PROJECTED', 'PROBABLE', 'CERTAIN', undefined].map(starts)).toEqual([false, true, true, true, true]);
  });
});
