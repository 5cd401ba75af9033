import {
  type Actor,
  CASE_POLICY,
  CASEWORK,
  type CaseContext,
  type CaseEvent,
  type CaseState,
  caughtUp,
  NO_CASE,
  NOBODY_KNOWN,
  nextMomentOf,
  withReactions,
} from '@tidemark/domain';
import { BUILT_IN_CALENDARS } from '../../apps/casework/src/clocks/built-in-calendars.js';
import type { Act } from './act.js';
import { diligentAct } from './diligent.js';
import { nextAct, openingOf, type Story } from './story.js';
import { stuckIn } from './stuck.js';

const DAY = 86_400_000;
const DILIGENT_DAYS_MAX = 400;

const contextOf = (now: number, actor: Actor = CASEWORK): CaseContext => ({
  now,
  actor,
  calendars: BUILT_IN_CALENDARS,
  policy: CASE_POLICY,
  people: NOBODY_KNOWN,
});

/** One case in memory, with the job beside it. */
export class DomainCase {
  readonly log: CaseEvent[] = [];
  readonly faults: string[] = [];
  state: CaseState;
  tried = 0;
  refused = 0;

  constructor(id: string) {
    this.state = { ...NO_CASE, id };
  }

  look(now: number): void {
    if (![...this.state.clocks.values()].some((clock) => (nextMomentOf(clock) ?? now + 1) <= now)) return;
    const { events, state } = caughtUp(this.state, contextOf(now));
    this.log.push(...events);
    this.state = state;
  }

  act({ by, decide, name }: Act, now: number): string | undefined {
    this.look(now);
    this.tried += 1;
    const decided = decide(this.state, contextOf(now, by));
    if ('refused' in decided) {
      this.refused += 1;
      return decided.refused.code;
    }
    const { events, state } = withReactions(this.state, decided.events, contextOf(now, by));
    this.log.push(...events);
    this.state = state;
    this.faults.push(...stuckIn(state).map((fault) => `after ${name}: ${fault}`));
    return undefined;
  }
}

/** The whole story, with a job that looks at these moments, rising. */
export function lived(story: Story, looks: readonly number[], ends: number): DomainCase {
  const one = new DomainCase(story.id);
  one.act({ name: 'open', by: CASEWORK, decide: (_, context) => openingOf(story, context) }, story.openedAt);
  let next = looks.findIndex((at) => at >= story.openedAt);
  for (const at of story.actsAt) {
    for (; next >= 0 && next < looks.length && looks[next]! <= at; next++) one.look(looks[next]!);
    one.act(nextAct(story, one.state), at);
  }
  for (; next >= 0 && next < looks.length; next++) one.look(looks[next]!);
  one.look(ends);
  return one;
}

/** Somebody who wants it closed takes it up, a step a day. Answers what kept her from it. */
export function finished(one: DomainCase, { random }: Story, from: number): string | undefined {
  let last: string | undefined;
  for (let day = 1; day <= DILIGENT_DAYS_MAX && one.state.stage !== 'closed'; day++) {
    one.look(from + day * DAY);
    const act = diligentAct(one.state, random);
    if (act !== undefined) last = `${act.name}: ${one.act(act, from + day * DAY)}`;
  }
  return one.state.stage === 'closed' ? undefined : `is ${one.state.stage} after ${DILIGENT_DAYS_MAX} days: ${last}`;
}
