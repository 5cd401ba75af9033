import { Injectable } from '@nestjs/common';
import { type Refused, refuse } from '@tidemark/edge';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import type { Write } from '../registry/write.js';
import { type DecisionRefusal, type MatchDecision, whenDecided } from './match-standing.js';
import { type KeptMatch, ScreeningMatches } from './matches.port.js';
import type { ScreeningRefusalCode } from './screening.refusals.js';
import { SCREEN_OWNED } from './screening-tasks.js';
import { sealReason } from './sealed-match.js';

export interface MatchDecided {
  match: string;
  decision: MatchDecision;
  reason: string;
  /** The version that the analyst looked at. */
  ifMatch?: number | undefined;
}

const DETAILS: Record<DecisionRefusal, string> = {
  MATCH_DECIDED: 'Somebody decided about it already.',
  MATCH_OPEN_ALREADY: 'It waits for a decision.',
};

/** An analyst decides about a match, for the facts as they are; the reason is kept with it. */
@Injectable()
export class DecideMatchHandler {
  constructor(
    private readonly matches: ScreeningMatches,
    private readonly keys: SealingKeys,
  ) {}

  async decide(write: Write, { match: id, decision, reason, ifMatch }: MatchDecided): Promise<KeptMatch | Refused<ScreeningRefusalCode>> {
    const { tx, by, nowMs } = write;
    const before = await this.matches.find(tx, id);
    if (!before) return refuse('MATCH_UNKNOWN', 'There is no such match.');
    if (ifMatch !== undefined && ifMatch !== before.version) return refuse('MATCH_CHANGED', `It is at version ${before.version}.`);
    const key = await this.keys.find(tx, ownerOfCustomer(before.customer));
    if (!key) return refuse('MATCH_ERASED', 'The key of the customer was destroyed.');
    const step = whenDecided(before, decision);
    if ('refused' in step) return refuse(step.refused, DETAILS[step.refused]);
    const version = before.version + 1;
    const after = { ...before, ...step.item, version, changedAtMs: nowMs };
    await this.matches.save(tx, after, { type: step.event!, reason: sealReason(key, id, version, reason), by });
    // Whoever is owned by somebody listed counts as listed: that can begin or end with this.
    await write.task(SCREEN_OWNED, before.customer);
    return after;
  }
}
