import { fraction } from '../control/fraction.js';
import { type Projection, type ProjectionTerms } from './projection.js';
import { NO_PROJECTION, type ProjectionCourse, type ProjectionEvaluation, stepProjection } from './projection-course.js';

const DAY = 20_000;
const seen = (daysAhead: number | undefined, own: Partial<Projection> & { today?: number } = {}): Projection => {
  const { today = DAY, ...rest } = own;
  return {
    hour: today * 24,
    total: 100n,
    horizonDays: 30 satisfies ProjectionTerms['horizonDays'],
    isWithinReach: true,
    wasUsedLately: true,
    rate: { perDay: fraction(1n), basis: 'MEDIAN_7', days: 7 },
    hasPlans: false,
    ...(daysAhead !== undefined && { daysAhead, day: today + daysAhead }),
    ...rest,
  };
};
const evaluation = (projection: Projection, own: Partial<ProjectionEvaluation> = {}): ProjectionEvaluation => ({
  projection,
  nowMs: 777,
  ...own,
});
const raised = (own: Partial<Extract<ProjectionCourse, { status: 'RAISED' }>> = {}): ProjectionCourse => ({
  status: 'RAISED',
  raisedAtMs: 777,
  toldDay: DAY + 20,
  ...own,
});
const step = (course: ProjectionCourse, projection: Projection, own?: Partial<ProjectionEvaluation>) =>
  stepProjection(course, evaluation(projection, own));

describe('a projection is raised', () => {
  it('within the horizon, the last day included', () => {
    expect(step(NO_PROJECTION, seen(30))).toEqual({
      course: { status: 'RAISED', raisedAtMs: 777, toldDay: DAY + 30 },
      change: { type: 'RAISED', day: DAY + 30 },
    });
    expect(step(NO_PROJECTION, seen(31))).toEqual({ course: NO_PROJECTION });
  });

  it('not of what has crossed, of a rule that ends before, nor where use has stopped', () => {
    expect(step(NO_PROJECTION, seen(1), { crossing: { hour: 1, minute: 0 } }).change).toBeUndefined();
    expect(step(NO_PROJECTION, seen(10), { toMs: (DAY + 10) * 86_400_000 }).change).toBeUndefined();
    expect(step(NO_PROJECTION, seen(10), { toMs: (DAY + 11) * 86_400_000 }).change).toBeDefined();
    expect(step(NO_PROJECTION, seen(1, { wasUsedLately: false })).change).toBeUndefined();
  });
});

describe('a projection that moved', () => {
  it('is told anew beyond two days and a tenth of what remains', () => {
    expect(step(raised(), seen(22))).toEqual({ course: raised() });
    expect(step(raised(), seen(23)).change).toEqual({ type: 'UPDATED', day: DAY + 23, previousDay: DAY + 20 });
    expect(step(raised(), seen(17)).change).toEqual({ type: 'UPDATED', day: DAY + 17, previousDay: DAY + 20 });
    expect(step(raised({ toldDay: DAY + 45 }), seen(50)).change).toBeUndefined();
    expect(step(raised({ toldDay: DAY + 44 }), seen(50)).change).toMatchObject({ type: 'UPDATED' });
  });

  it('is compared with the day that was told, so that many small steps are told in the end', () => {
    const first = step(raised(), seen(22));
    expect(step(first.course, seen(23)).change).toMatchObject({ previousDay: DAY + 20 });
  });
});

describe('a projection is withdrawn', () => {
  const beyondOn = (days: readonly number[], between: (course: ProjectionCourse) => ProjectionCourse = (course) => course) => {
    let course = raised({ toldDay: DAY + 61 });
    for (const day of days) {
      const next = step(course, seen(61, { today: DAY + day }));
      if (next.change?.type === 'WITHDRAWN') return [day, next.change.reason];
      course = between(next.course);
    }
    return undefined;
  };

  it('on the third day running on which it lies beyond twice the horizon, however often a day is looked at', () => {
    expect(beyondOn([0, 1, 2, 3])).toEqual([2, 'BEYOND_TWICE_THE_HORIZON']);
    expect(beyondOn([0, 0, 0, 1, 1])).toBeUndefined();
    expect(beyondOn([0, 1, 3, 4])).toBeUndefined();
    expect(beyondOn([0, 1, 3, 4, 5])).toEqual([5, 'BEYOND_TWICE_THE_HORIZON']);
  });

  it('not when it came nearer in between, nor at twice the horizon exactly', () => {
    const nearer = (course: ProjectionCourse) => step(course, seen(60)).course;
    expect(beyondOn([0, 1, 2, 3], nearer)).toBeUndefined();
    expect(step(raised({ beyond: { days: 2, lastDay: DAY - 1 } }), seen(60)).change).not.toMatchObject({ type: 'WITHDRAWN' });
  });

  it('also when it never comes as things go', () =>
    expect(step(raised({ beyond: { days: 2, lastDay: DAY - 1 } }), seen(undefined)).change).toEqual({
      type: 'WITHDRAWN',
      reason: 'BEYOND_TWICE_THE_HORIZON',
    }));

  it('at once when use stopped, or when too little of it is left', () => {
    const reason = (own: Partial<Projection>) => step(raised(), seen(20, own)).change;
    expect(reason({ wasUsedLately: false })).toEqual({ type: 'WITHDRAWN', reason: 'USE_STOPPED' });
    expect(reason({ isWithinReach: false })).toEqual({ type: 'WITHDRAWN', reason: 'TOO_LITTLE_USED' });
    expect(reason({ rate: undefined })).toEqual({ type: 'WITHDRAWN', reason: 'TOO_LITTLE_USED' });
  });
});

describe('a projection that came true', () => {
  it('keeps how long before the crossing it was raised, whatever else is so', () =>
    expect(
      step(raised({ raisedAtMs: 3_600_000 }), seen(undefined, { wasUsedLately: false }), { crossing: { hour: 25, minute: 30 } }),
    ).toEqual({
      course: NO_PROJECTION,
      change: { type: 'CONFIRMED', leadTimeMs: 24 * 3_600_000 + 30 * 60_000 },
    }));
});
