import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LEGAL_STATUSES, RULE_KINDS } from '@tidemark/domain';
import { IsString, MaxLength } from 'class-validator';
import { AskedText } from '../ask/asked-text.js';

const STATES = ['PROPOSED', 'TRIAL', 'ACTIVATION_ASKED', 'ACTIVE', 'RETIREMENT_ASKED', 'RETIRED', 'WITHDRAWN'];

export class RulesQuery {
  @AskedText({ enum: RULE_KINDS })
  kind?: string;

  @AskedText({ enum: [...LEGAL_STATUSES, 'NOT_YET', 'NOT_STATED'], description: 'Where the rule stands in law today.' })
  status?: string;

  @AskedText({ enum: STATES, description: 'What became of the rule here. Absent: all that is not over.' })
  state?: string;

  @AskedText({ description: 'ISO 3166-1 alpha-2, EU, or - for none.', example: 'EU' }, 2)
  jurisdiction?: string;

  @AskedText({ description: '1 to 1000; 100 when absent.' }, 20)
  limit?: string;

  @AskedText({ description: 'The `next` of the page before.' }, 1000)
  cursor?: string;
}

export class PageQuery {
  @AskedText({ description: '1 to 1000; 100 when absent.' }, 20)
  limit?: string;

  @AskedText({ description: 'The `next` of the page before.' }, 1000)
  cursor?: string;
}

export class TrialQuery {
  @AskedText({ description: 'Moments of crossings from here on: ISO 8601 with a zone, a date (00:00 UTC), or milliseconds since 1970.' })
  from?: string;

  @AskedText({ description: 'Exclusive.' })
  to?: string;
}

export class AskActivation {
  @ApiProperty({
    description: 'From 00:00 UTC of this day, today at the earliest; approved later, from the approval on.',
    example: '2027-01-01',
  })
  @IsString()
  @MaxLength(10)
  activeFrom!: string;
}

export class GiveReason {
  @ApiProperty({ description: 'Kept with the step.' })
  @IsString()
  @MaxLength(2000)
  reason!: string;
}

/** All fields of the rule's file stand beside these. */
export class RuleView {
  @ApiProperty({ example: 'eu-ai-act-51' })
  id!: string;

  @ApiProperty()
  version!: number;

  @ApiProperty({ enum: RULE_KINDS })
  kind!: string;

  @ApiPropertyOptional({ description: 'FLOP, or of CAPACITY op/s, exact.', example: '1e25/3' })
  number?: string;

  @ApiProperty({ description: 'Whether the entry was compared with the text it cites.' })
  verified!: boolean;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty({
    enum: ['LIVE', 'SHADOW', 'NOT'],
    description: 'LIVE: raises flags. SHADOW: on trial. NOT: only proposed, superseded by a newer version, or over.',
  })
  judged!: string;

  @ApiProperty({ enum: [...LEGAL_STATUSES, 'NOT_YET', 'NOT_STATED'], description: 'In law, today.' })
  legalStatus!: string;

  @ApiProperty({ description: 'The same in words.', example: 'proposed, never final: an exercise' })
  inForce!: string;

  @ApiProperty({ description: 'It binds nobody today: its flags are an exercise.' })
  exercise!: boolean;

  @ApiPropertyOptional({ format: 'date-time' })
  activeFrom?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  retiredAt?: string;
}

export class RuleStepView {
  @ApiProperty({ example: 'activation-asked' })
  type!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiPropertyOptional({ description: 'A person, by pseudonymous id; shown to the side whose rule it is.' })
  by?: string;

  @ApiPropertyOptional()
  reason?: string;

  @ApiPropertyOptional()
  activeFrom?: string;
}

export class OneRuleView extends RuleView {
  @ApiProperty({ type: [RuleStepView], description: 'Empty: the product ships with it and nobody touched it.' })
  history!: RuleStepView[];
}

export class RulesView {
  @ApiProperty({ type: [RuleView] })
  items!: RuleView[];

  @ApiPropertyOptional({ description: 'Cursor of the next page; absent on the last.' })
  next?: string;
}

export class RuleVersionsView {
  @ApiProperty({ type: [OneRuleView], description: 'Rising.' })
  items!: OneRuleView[];
}

export class RulebookVersionView {
  @ApiProperty()
  version!: number;

  @ApiProperty({ format: 'date-time', description: 'From when on these rules raised flags.' })
  from!: string;

  @ApiProperty({ type: [String], example: ['eu-ai-act-51@1'] })
  rules!: string[];
}

export class RulebookVersionsView {
  @ApiProperty({ type: [RulebookVersionView], description: 'Newest first.' })
  items!: RulebookVersionView[];

  @ApiPropertyOptional()
  next?: string;
}

export class FieldDifferenceView {
  @ApiProperty()
  field!: string;

  @ApiPropertyOptional()
  before?: string;

  @ApiPropertyOptional()
  after?: string;
}

export class RuleDifferenceView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  fromVersion!: number;

  @ApiProperty()
  toVersion!: number;

  @ApiProperty({ type: [FieldDifferenceView] })
  fields!: FieldDifferenceView[];
}

export class OneRulebookVersionView extends RulebookVersionView {
  @ApiProperty({ type: [String], description: 'Rules that the version before does not have.' })
  added!: string[];

  @ApiProperty({ type: [String] })
  removed!: string[];

  @ApiProperty({ type: [RuleDifferenceView], description: 'Rules that say something else, field by field.' })
  changed!: RuleDifferenceView[];
}

export class TrialFlagView {
  @ApiProperty()
  scopeKind!: string;

  @ApiProperty()
  scopeId!: string;

  @ApiPropertyOptional({ description: 'Absent: it stands over providers.' })
  provider?: string;

  @ApiProperty()
  kind!: string;

  @ApiPropertyOptional()
  tier?: string;

  @ApiProperty()
  n!: number;

  @ApiProperty({ format: 'date-time' })
  moment!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Of one that would move: its moment by the rule that is live.' })
  liveMoment?: string;
}

export class TrialReportView {
  @ApiProperty({ example: 'our-number@2' })
  rule!: string;

  @ApiPropertyOptional({ description: 'The version that is live; absent: none is.', example: 'our-number@1' })
  live?: string;

  @ApiProperty({ type: [TrialFlagView] })
  added!: TrialFlagView[];

  @ApiProperty({ type: [TrialFlagView] })
  removed!: TrialFlagView[];

  @ApiProperty({ type: [TrialFlagView] })
  moved!: TrialFlagView[];

  @ApiProperty({ description: 'How many flags would stay as they are.' })
  unchanged!: number;
}
