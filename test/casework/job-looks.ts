import { Random } from '../storm/workload/random.js';
import { YEAR_BEGINS, YEAR_ENDS } from './story.js';

const DAY = 86_400_000;
/** Days of the year on which the job is down, whole weeks of them. */
const DOWN = [
  [40, 48],
  [120, 141],
  [180, 188],
  [300, 309],
] as const;

/** When the job looks: some times a day, at random, and never while it is down. */
export function jobLooks(seed: number, perDay: number): number[] {
  const random = new Random(seed);
  const days = Array.from({ length: (YEAR_ENDS - YEAR_BEGINS) / DAY }, (_, day) => day);
  const up = days.filter((day) => !DOWN.some(([from, to]) => day >= from && day < to));
  return up.flatMap((day) => Array.from({ length: perDay }, () => YEAR_BEGINS + day * DAY + random.int(0, DAY - 1))).sort((a, b) => a - b);
}
