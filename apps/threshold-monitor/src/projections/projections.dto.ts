import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SCOPE_KINDS } from '@tidemark/domain';
import { AskedText } from '../ask/asked-text.js';
import { FlagScopeView, FlagTotalsView } from '../flags/flags.dto.js';

export class ProjectionsQuery {
  @AskedText({ enum: SCOPE_KINDS, description: 'With `id`: how far this scope is from each number. Without: all projections that stand.' })
  scope?: string;

  @AskedText(
    { description: 'Id of the scope; `provider/id` of a compute cluster or account where the caller may see several providers.' },
    1000,
  )
  id?: string;

  @AskedText({ enum: ['control', 'ownership-25'], description: 'Of a group. `control` when absent.' })
  controlRule?: string;

  @AskedText({ description: 'Of the list: projections of this rule alone.', example: 'eu-ai-act-51' })
  rule?: string;

  @AskedText({ description: 'Of the list: projections of this provider’s scopes alone.' })
  provider?: string;

  @AskedText({ description: 'Of the list: 1 to 1000; 100 when absent.' }, 20)
  limit?: string;

  @AskedText({ description: 'Of the list: the `next` of the page before.' }, 1000)
  cursor?: string;
}

export class OpenProjectionView {
  @ApiProperty({ format: 'uuid' })
  flag!: string;

  @ApiProperty({ type: FlagScopeView })
  scope!: FlagScopeView;

  @ApiProperty()
  rule!: string;

  @ApiProperty()
  ruleVersion!: number;

  @ApiProperty({ example: '1e25' })
  number!: string;

  @ApiProperty({
    example: '2026-09-14',
    description: 'UTC day on which the number is passed if use goes on as it does, as it was told last.',
  })
  day!: string;

  @ApiProperty({ description: 'Expected FLOP a day, decimal.' })
  ratePerDay!: string;

  @ApiProperty()
  horizonDays!: number;

  @ApiProperty({ format: 'date-time' })
  raisedAt!: string;
}

export class TierDistanceView {
  @ApiProperty({ enum: ['POSSIBLE', 'PROBABLE', 'CERTAIN'] })
  tier!: string;

  @ApiProperty({ description: 'Of the rule’s window, now: FLOP, decimal.' })
  total!: string;

  @ApiProperty({ description: 'FLOP until the number is reached, decimal, rounded up; 0 once it is.' })
  remaining!: string;

  @ApiProperty({ description: 'Of the number, parts per million, rounded down; above 1,000,000 beyond it.' })
  sharePpm!: string;

  @ApiProperty({
    description: 'Whether the total stands beyond the number now; that of a window may have crossed before and fallen since.',
  })
  passed!: boolean;

  @ApiPropertyOptional({
    example: '2026-09-14',
    description: 'Of PROBABLE: UTC day on which it passes the number if use goes on as it does.',
  })
  projectedDay?: string;
}

export class RuleDistanceView {
  @ApiProperty()
  rule!: string;

  @ApiProperty()
  ruleVersion!: number;

  @ApiProperty()
  title!: string;

  @ApiProperty({ enum: ['TRAINING', 'BAND'] })
  kind!: string;

  @ApiProperty({ description: 'In law, today.' })
  legalStatus!: string;

  @ApiProperty({ example: '1e25/3' })
  number!: string;

  @ApiProperty({ enum: ['GREATER', 'AT_LEAST'] })
  comparison!: string;

  @ApiProperty({ description: 'ALL_TIME, or rolling days.', example: 'ALL_TIME' })
  window!: string;

  @ApiPropertyOptional({ description: 'Of a band: the level of verification that it asks for.' })
  level?: string;

  @ApiProperty({
    type: [String],
    description: 'What usage cannot show and nobody declared: while there is any, the rule is not evaluable, which is not "not crossed".',
  })
  notEvaluable!: string[];

  @ApiProperty({ type: [String], description: 'Conditions that a declaration says do not hold.' })
  notApplicable!: string[];

  @ApiProperty({ type: [TierDistanceView] })
  tiers!: TierDistanceView[];
}

export class DistancesView {
  @ApiProperty()
  scope!: string;

  @ApiProperty()
  id!: string;

  @ApiPropertyOptional()
  provider?: string;

  @ApiPropertyOptional()
  controlRule?: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ format: 'date-time' })
  knownAt!: string;

  @ApiProperty({ type: FlagTotalsView, description: 'Of all time.' })
  totals!: FlagTotalsView;

  @ApiProperty({ type: [RuleDistanceView] })
  rules!: RuleDistanceView[];
}

export class OpenProjectionsView {
  @ApiProperty({ type: [OpenProjectionView], description: 'Nearest first.' })
  items!: OpenProjectionView[];

  @ApiPropertyOptional({ description: 'Cursor of the next page; absent on the last.' })
  next?: string;
}
