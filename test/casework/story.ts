import {
  CASEWORK,
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseFlag,
  type CaseState,
  decideFlagChange,
  decideJoin,
  decideOpening,
  PUBLISHED_RULEBOOK,
  type Rule,
} from '@tidemark/domain';
import { Random } from '../storm/workload/random.js';
import { type Act, pickWeighted, uuidOf, type Weighted } from './act.js';
import { outcomeActs } from './court.js';
import { partActs } from './parts.js';
import { CUSTOMER_RECORD, PROVIDER } from './people.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A year with a leap day in it, and the clocks of Europe and America changing twice. */
export const YEAR_BEGINS = Date.parse('2027-09-01T00:00:00Z');
export const YEAR_ENDS = YEAR_BEGINS + 366 * DAY;

const RULES = ['eu-ai-act-51', 'kr-ai-basic-act', 'us-bis-702-7'].map((id) => PUBLISHED_RULEBOOK.rules.find((rule) => rule.id === id)!);

/** One case: when it comes to be, by what, and at which moments somebody does something in it. What she does is found out when it is done. */
export interface Story {
  id: string;
  openedAt: number;
  jurisdiction: string;
  /** Rising, after the opening. Empty: it is forgotten. */
  actsAt: readonly number[];
  random: Random;
}

/** The story with that number, the same for the same seed. */
export function storyOf(seed: number, number: number): Story {
  const random = new Random(seed + 7_919 * number);
  const openedAt = YEAR_BEGINS + random.int(0, 300 * 24 * 60) * 60_000;
  const actsAt: number[] = [];
  const forgottenAfter = random.chance(0.1) ? 0 : random.chance(0.3) ? random.int(1, 8) : random.int(10, 60);
  for (let at = openedAt; actsAt.length < forgottenAfter; ) {
    at += pause(random);
    if (at >= YEAR_ENDS) break;
    actsAt.push(at);
  }
  return { id: uuidOf(random), openedAt, jurisdiction: random.pick(['EU', 'US', 'KR', 'GB', '-']), actsAt, random };
}

/** Mostly days; now and then the same minute, or two months. To the millisecond: moments of clocks are hit exactly now and then. */
const pause = (random: Random): number => {
  if (random.chance(0.15)) return random.int(1, 60_000);
  if (random.chance(0.1)) return DAY * random.int(1, 30);
  return random.chance(0.05) ? random.int(30, 60) * DAY + random.int(0, DAY) : random.int(HOUR, 5 * DAY);
};

export const openingOf = ({ id, jurisdiction }: Story, context: CaseContext): CaseDecision<CaseEvent> =>
  decideOpening(
    {
      case: id,
      matter: 'TRAINING_COMPUTE',
      subject: { kind: 'customer', provider: PROVIDER, id: CUSTOMER_RECORD },
      severity: 'MEDIUM',
      jurisdiction,
      source: 'FLAG',
      reason: 'A flag',
    },
    { ...context, authority: 'home' } as CaseContext,
  );

/** What happens next: a flag that comes or goes, or what one of the people or the provider does. */
export function nextAct({ random, id }: Story, state: CaseState): Act {
  const acts: Weighted[] = [
    ...flagActs(state, random, id),
    // Most of what people do is to bring it to its end.
    ...outcomeActs(state, random).map(([weight, act]): Weighted => [2 * weight, act]),
    ...partActs(state, random),
  ];
  return pickWeighted(random, acts)!;
}

function flagActs(state: CaseState, random: Random, id: string): Weighted[] {
  const joining = random.pick(RULES);
  const standing = [...state.flags.values()].filter(({ withdrawn }) => !withdrawn);
  return [
    [
      state.flags.size === 0 ? 8 : 0.5,
      {
        name: `flag of ${joining.id}`,
        by: CASEWORK,
        decide: (now, context) =>
          decideJoin(
            now,
            { flag: flagOf(joining, `${id}-${now.flags.size}`, context.now, random), reason: 'The same group', rule: joining },
            context,
          ),
      },
    ],
    ...standing.map(
      (flag): Weighted => [
        0.2,
        {
          name: 'flag withdrawn',
          by: CASEWORK,
          decide: (now, context) => decideFlagChange(now, { type: 'WITHDRAWN', flag, reason: 'A link was reversed' }, context),
        },
      ],
    ),
  ];
}

/** Of a number that was passed some time ago, and known now or a while before: a term may be over when its clock starts. */
function flagOf({ id, version, regime, jurisdiction }: Rule, flag: string, now: number, random: Random): CaseFlag {
  const knownAtMs = now - random.pick([0, HOUR, 20 * DAY]);
  return {
    id: flag,
    kind: 'CROSSING',
    tier: 'CERTAIN',
    scope: { kind: 'customer', id: CUSTOMER_RECORD },
    rule: id,
    ruleVersion: version,
    regime,
    jurisdiction,
    legalStatus: 'IN_FORCE',
    momentMs: knownAtMs - random.int(0, 60) * DAY,
    knownAtMs,
    sentence: 'It passed a number',
    covers: [],
  };
}
