import type { Caller } from '@tidemark/access';
import { type CaseState, NO_CASE } from '@tidemark/domain';
import type { Refused } from '@tidemark/edge';
import type { OpenCase } from '../../apps/casework/src/case-log/case-writes.js';
import type { Act } from './act.js';
import type { Installation } from './installation.js';
import { nextAct, openingOf, type Story } from './story.js';

const AT_ONCE = 6;

interface Moment {
  at: number;
  story: Story;
  /** Else something is done in it. */
  opens: boolean;
}

/** Lets many stories happen in an installation, each in its order, side by side. */
export class LivedCases {
  private readonly moments: readonly Moment[];
  private readonly states = new Map<string, CaseState>();
  private next = 0;
  acts = 0;
  refused = 0;

  constructor(
    private readonly installation: Installation,
    stories: readonly Story[],
  ) {
    this.moments = stories
      .flatMap((story) => [{ at: story.openedAt, story, opens: true }, ...story.actsAt.map((at) => ({ at, story, opens: false }))])
      .sort((one, other) => one.at - other.at);
  }

  /** All that happens up to that moment. */
  async until(at: number): Promise<void> {
    const from = this.next;
    while (this.next < this.moments.length && this.moments[this.next]!.at <= at) this.next += 1;
    const perCase = [...Map.groupBy(this.moments.slice(from, this.next), ({ story }) => story.id).values()];
    const hands = Array.from({ length: AT_ONCE }, async () => {
      for (let mine = perCase.shift(); mine !== undefined; mine = perCase.shift()) for (const moment of mine) await this.happens(moment);
    });
    await Promise.all(hands);
  }

  private async happens({ at, story, opens }: Moment): Promise<void> {
    this.acts += 1;
    const { writes } = this.installation;
    if (opens) {
      const state = await writes.openAsCasework(at, story.id, async (open) => {
        open.apply(openingOf(story, open.context));
        return open.state;
      });
      this.states.set(story.id, state);
      return;
    }
    // As people see it: the job may have said something since.
    const seen = this.states.get(story.id) ?? { ...NO_CASE, id: story.id };
    const act = nextAct(story, seen);
    const after = await this.take(story.id, act, at);
    if (after === undefined) this.refused += 1;
    else this.states.set(story.id, after);
  }

  private async take(id: string, { by, item, decide }: Act, nowMs: number): Promise<CaseState | undefined> {
    const { writes } = this.installation;
    const work = async (open: OpenCase): Promise<{ state: CaseState } | Refused> =>
      open.apply(decide(open.state, open.context)) ?? { state: open.state };
    const answer = await (by.human ? this.asPerson(id, { by, item, nowMs }, work) : writes.runAsCasework(nowMs, id, work));
    return 'state' in answer ? answer.state : undefined;
  }

  private asPerson(
    id: string,
    { by: { person, role, provider }, item, nowMs }: Pick<Act, 'by' | 'item'> & { nowMs: number },
    work: (open: OpenCase) => Promise<{ state: CaseState } | Refused>,
  ): Promise<{ state: CaseState } | Refused> {
    const caller = { subject: person, person, role, provider, scopes: new Set() } as Caller;
    const { writes } = this.installation;
    return item === undefined ? writes.run({ caller, nowMs }, id, work) : writes.runServed({ caller, nowMs }, item, work);
  }
}
