import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Caller } from '@tidemark/access';
import { isoOf } from '@tidemark/edge';
import { type SealingKey } from '@tidemark/sealing';
import type { KeptMatch, MatchEvent } from './matches.port.js';
import { type MatchExplained, openExplained, openReason } from './sealed-match.js';

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

  @ApiPropertyOptional({ description: 'Of an ownership match: the threshold. Absent: the person was erased; in the answer to a decision.' })
  entry?: string;

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

export function viewMatch(
  caller: Pick<Caller, 'provider'>,
  match: KeptMatch,
  explained: Pick<MatchExplained, 'entry'> | undefined,
): MatchSummary {
  const { id, provider, customer, kind, list, state, standing, score, screening, version, raisedAtMs, changedAtMs } = match;
  return {
    ...{
      id,
      ...(caller.provider === undefined ? { provider } : {}),
      customer,
      kind,
      list,
      ...(explained && { entry: explained.entry }),
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

export interface OpenedMatch {
  match: KeptMatch;
  events: readonly MatchEvent[];
  /** Undefined: the person was erased. */
  key: SealingKey | undefined;
}

/** With the identity, why it scored and why it was decided so. */
export function viewMatchInFull(caller: Pick<Caller, 'provider'>, { match, events, key }: OpenedMatch, withIdentity: boolean): MatchView {
  const explained = key && openExplained(key, match);
  const opened = withIdentity ? key : undefined;
  return {
    ...viewMatch(caller, match, explained),
    ...(withIdentity && explained && { explanation: explained.explanation }),
    events: events.map(({ reason, atMs, ...event }) => ({
      ...event,
      at: isoOf(atMs),
      ...(opened && reason && { reason: openReason(opened, match.id, event.version, reason) }),
    })),
  };
}
