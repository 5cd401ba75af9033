/** Bands ask for a level of verification instead of scrutiny. */
import { crossingsOf } from './crossing-truth.js';
import { type HoursTruth, LEVELS, type LevelTruth, type RuleTruth, type StandingTruth } from './flag-truth.model.js';
import { isAbove } from './rational.js';

const isBelow = (level: LevelTruth, asked: LevelTruth): boolean => LEVELS.indexOf(level) < LEVELS.indexOf(asked);

function reached(hours: HoursTruth, rule: RuleTruth, kind: StandingTruth['kind'], scope: string): StandingTruth[] {
  const crossings = crossingsOf(hours, 'expected', { ...rule, comparison: 'AT_LEAST' });
  return crossings.map((crossing) => ({ kind, rule: rule.id, version: rule.version, scope, ...crossing }));
}

/** `level`: of an account the linked customer's, of a party the lowest of its renting records; undefined where there is nobody to ask. */
export function unverifiedAbove(scope: string, hours: HoursTruth, level: LevelTruth | undefined, bands: RuleTruth[]): StandingTruth[] {
  if (level === undefined) return [];
  return bands.filter((rule) => isBelow(level, rule.level!)).flatMap((rule) => reached(hours, rule, 'UNVERIFIED_ABOVE_BAND', scope));
}

/** Only the lowest band that asks for more than billing data. */
export function unlinkedAbove(scope: string, hours: HoursTruth, bands: RuleTruth[]): StandingTruth[] {
  const asking = bands.filter((rule) => rule.level !== 'NONE').sort((a, b) => (isAbove(a.number!, b.number!) ? 1 : -1));
  return asking.slice(0, 1).flatMap((rule) => reached(hours, rule, 'UNLINKED_ABOVE_BAND', scope));
}
