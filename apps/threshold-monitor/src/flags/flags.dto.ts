import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { FLAG_KINDS, SCOPE_KINDS, TIERS } from '@tidemark/domain';
import { AskedText } from '../ask/asked-text.js';
import { FLAG_STATUSES } from './flags.port.js';

/** That each parameter is one text is checked here; every rule of meaning has its own code in flag-question.ts. */
export class FlagFilterQuery {
  @AskedText({ enum: SCOPE_KINDS, description: 'Flags of such scopes, or with `id` of this one.' })
  scope?: string;

  @AskedText(
    { description: 'Id of the scope; `provider/id` of a compute cluster or account where the caller may see several providers.' },
    1000,
  )
  id?: string;

  @AskedText({
    enum: ['control', 'ownership-25'],
    description: 'Of a group: who counts as being under its controller. `control` when absent.',
  })
  controlRule?: string;

  @AskedText({ description: 'Id of a rule, or id@version.', example: 'eu-ai-act-51' })
  rule?: string;

  @AskedText({ enum: TIERS })
  tier?: string;

  @AskedText({ enum: FLAG_KINDS })
  kind?: string;

  @AskedText({ description: 'Flags of this provider’s scopes alone; those of parties and groups are no provider’s.' })
  provider?: string;
}

export class FlagsQuery extends FlagFilterQuery {
  @AskedText({ enum: FLAG_STATUSES, description: 'How the flag stands, now or as known at `knownAt`.' })
  status?: string;

  @AskedText({
    description: 'Moment of the crossing in usage time, inclusive: ISO 8601 with a zone, a date (00:00 UTC), or milliseconds since 1970.',
  })
  from?: string;

  @AskedText({ description: 'Moment of the crossing, exclusive.' })
  to?: string;

  @AskedText({ description: 'When the flag was raised, inclusive.' })
  raisedFrom?: string;

  @AskedText({ description: 'When the flag was raised, exclusive.' })
  raisedTo?: string;

  @AskedText({ description: 'Flags, their status and moment as they had been told at this moment of the past.' })
  knownAt?: string;

  @AskedText({ description: '1 to 1000; 100 when absent.' }, 20)
  limit?: string;

  @AskedText({ description: 'The `next` of the page before.' }, 1000)
  cursor?: string;
}

export class FlagStreamQuery extends FlagFilterQuery {
  @AskedText({
    enum: SCOPE_KINDS,
    description: 'With `id`: the totals of this scope are told too, beside the flags. It does not narrow them.',
  })
  declare scope?: string;

  @AskedText({ description: 'Facts after this one: the id of the last event that was received; 0 for all. Absent: from now on.' }, 30)
  after?: string;
}

export class FlagScopeView {
  @ApiProperty({ enum: ['CLUSTER', 'ACCOUNT', 'CUSTOMER', 'PARTY', 'GROUP'] })
  kind!: string;

  @ApiPropertyOptional({ description: 'Absent: it stands over providers.' })
  provider?: string;

  @ApiProperty({ description: 'Of a group: its controller.' })
  id!: string;

  @ApiPropertyOptional({ enum: ['control', 'ownership-25'] })
  controlRule?: string;
}

export class FlagTotalsView {
  @ApiProperty({ description: 'Provable: FLOP, decimal.' })
  lower!: string;

  @ApiProperty({ description: 'Best estimate: FLOP, decimal.' })
  expected!: string;

  @ApiProperty({ description: 'At most: FLOP, decimal.' })
  upper!: string;
}

export class FlagMemberView {
  @ApiProperty({ type: FlagScopeView })
  scope!: FlagScopeView;

  @ApiProperty({ type: FlagTotalsView })
  totals!: FlagTotalsView;

  @ApiProperty({ description: 'Of the scope’s expected total, parts per million, rounded down.' })
  sharePpm!: number;
}

export class FlagView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: FLAG_KINDS })
  kind!: string;

  @ApiPropertyOptional({ enum: TIERS })
  tier?: string;

  @ApiProperty({ type: FlagScopeView })
  scope!: FlagScopeView;

  @ApiProperty({ example: 'eu-ai-act-51' })
  rule!: string;

  @ApiProperty()
  ruleVersion!: number;

  @ApiProperty({ description: 'In law, on the day of the crossing.', example: 'IN_FORCE' })
  legalStatus!: string;

  @ApiProperty({ description: 'Which crossing of the rule and tier by the scope: above 1 for rolling windows alone.' })
  n!: number;

  @ApiPropertyOptional({ description: 'The number that was passed: FLOP (of CAPACITY op/s), exact.', example: '1e25/3' })
  number?: string;

  @ApiProperty({ format: 'date-time', description: 'Start of the minute of usage time, as it was told when the flag was raised.' })
  moment!: string;

  @ApiPropertyOptional({
    type: FlagTotalsView,
    description: 'Of the rule’s window at the end of the moment’s hour; absent where no use is judged.',
  })
  totals?: FlagTotalsView;

  @ApiPropertyOptional({ type: [FlagMemberView] })
  members?: FlagMemberView[];

  @ApiPropertyOptional({ type: [String], description: 'Flags of smaller scopes inside this one, of the same rule and tier.' })
  covers?: string[];

  @ApiProperty({ description: 'Why, in one plain sentence. A flag starts scrutiny by people; it decides nothing.' })
  sentence!: string;

  @ApiPropertyOptional({ type: [String] })
  assumptions?: string[];

  @ApiProperty({ format: 'date-time', description: 'When it became known: the commit that raised it.' })
  raisedAt!: string;

  @ApiProperty({ enum: FLAG_STATUSES, description: 'How it stands now, or at `knownAt`. All that stands above never changes.' })
  status!: string;

  @ApiProperty({ format: 'date-time', description: 'The moment of the crossing by what is known now, or was at `knownAt`.' })
  currentMoment!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Since when it is not open any more.' })
  endedAt?: string;
}

export class FlagFactView {
  @ApiProperty({ description: 'Place among all facts about flags: the id of its event in the stream.' })
  sequence!: string;

  @ApiProperty({ format: 'date-time' })
  knownAt!: string;

  @ApiProperty({ enum: ['raised', 'moved', 'withdrawn', 'confirmed', 'superseded', 'projection'] })
  type!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What it says, as in tidemark.monitor.v1.FlagEvent; of `raised` nothing: that is the flag.',
  })
  detail!: Record<string, unknown>;
}

export class OneFlagView extends FlagView {
  @ApiProperty({ type: [FlagFactView], description: 'All facts about it in their order: raised, and what became of it.' })
  history!: FlagFactView[];
}

export class FlagsView {
  @ApiProperty({ type: [FlagView] })
  items!: FlagView[];

  @ApiPropertyOptional({ description: 'Cursor of the next page; absent on the last.' })
  next?: string;
}
