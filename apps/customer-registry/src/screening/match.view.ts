import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Caller } from '@tidemark/access';
import { isoOf } from '../registry/instant.js';
import type { SealingKey } from '../sealing/sealing-keys.js';
import { REASON } from './decide-match.handler.js';
import { EXPLANATION } from './follow-matches.js';
import type { KeptMatch, MatchEvent } from './matches.port.js';

export class MatchSummary {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiPropertyOptional({ description: 'Whose customer; where the caller may see several providers.' })
  provider?: string;

  @ApiProperty({ format: 'uuid' })
  customer!: string;

  @ApiProperty({ enum: ['NAME', 'OWNERSHIP'] })
  kind!: string;

  @ApiProperty({ description: 'Of an ownership match: "ownership".' })
  list!: string;

  @ApiProperty({ description: 'Of an ownership match: the rule.' })
  entry!: string;

  @ApiProperty({ enum: ['OPEN', 'FALSE_POSITIVE', 'CONFIRMED'] })
  state!: string;

  @ApiProperty({
    enum: ['MATCHES', 'NO_LONGER_SCORES', 'ENTRY_REMOVED'],
    description: 'A match that scores no longer stays until a person decides.',
  })
  standing!: string;

  @ApiProperty()
  score!: number;

  @ApiPropertyOptional({ format: 'uuid', description: 'The screening that found it as it is.' })
  screening?: string;

  @ApiProperty()
  version!: number;

  @ApiProperty({ format: 'date-time' })
  raisedAt!: string;

  @ApiProperty({ format: 'date-time' })
  changedAt!: string;
}

export class MatchView extends MatchSummary {
  @ApiPropertyOptional({ description: '{matchedName, features} or {rule, together, holders}; for a stated purpose alone' })
  explanation?: object;

  @ApiProperty({
    description: '[{version, type, state, standing, score, by, at, reason?}], oldest first; reasons for a stated purpose alone',
  })
  events!: object[];
}

export function viewMatch(caller: Pick<Caller, 'provider'>, match: KeptMatch): MatchSummary {
  const { id, provider, customer, kind, list, entry, state, standing, score, screening, version, raisedAtMs, changedAtMs } = match;
  return {
    ...{
      id,
      ...(caller.provider === undefined ? { provider } : {}),
      customer,
      kind,
      list,
      entry,
      state,
      standing,
      score,
      ...(screening === undefined ? {} : { screening }),
      version,
    },
    raisedAt: isoOf(raisedAtMs),
    changedAt: isoOf(changedAtMs),
  };
}

/** With a key, what the customer's identity stands in too. */
export function viewMatchInFull(
  caller: Pick<Caller, 'provider'>,
  match: KeptMatch,
  { events, key }: { events: readonly MatchEvent[]; key: SealingKey | undefined },
): MatchView {
  return {
    ...viewMatch(caller, match),
    ...(key && { explanation: key.openJson<object>(EXPLANATION(match.id), match.explanation) }),
    events: events.map(({ reason, atMs, ...event }) => ({
      ...event,
      at: isoOf(atMs),
      ...(key && reason && { reason: key.openText(REASON(match.id, event.version), reason) }),
    })),
  };
}
