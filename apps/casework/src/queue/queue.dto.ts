import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  CASE_STAGES,
  type CaseStage,
  MATTERS,
  type Matter,
  SCOPE_KINDS,
  type ScopeKind,
  SEVERITIES,
  type Severity,
  TIERS,
  type Tier,
} from '@tidemark/domain';
import { CursorQuery, OptionalInstant } from '@tidemark/edge';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { QUEUE_SORTS, type QueueSort } from './case-queue.port.js';

const STAGES = [...CASE_STAGES, 'all'] as const;
const YES = ['true', 'false'] as const;
const SNOOZED = ['hide', 'only', 'show'] as const;

export class QueueQuery extends CursorQuery {
  @ApiPropertyOptional({ description: 'Of any of its flags, or of the case itself.', example: 'EU' })
  @IsOptional()
  @IsString()
  @MaxLength(8)
  jurisdiction?: string;

  @ApiPropertyOptional({ description: 'As the rulebook names it.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  regime?: string;

  @ApiPropertyOptional({ enum: TIERS, description: 'Of any flag that stands.' })
  @IsOptional()
  @IsIn(TIERS)
  tier?: Tier;

  @ApiPropertyOptional({ enum: SEVERITIES })
  @IsOptional()
  @IsIn(SEVERITIES)
  severity?: Severity;

  @ApiPropertyOptional({ enum: STAGES, description: 'Absent: every stage but closed.' })
  @IsOptional()
  @IsIn(STAGES)
  stage?: CaseStage | 'all';

  @ApiPropertyOptional({ enum: MATTERS })
  @IsOptional()
  @IsIn(MATTERS)
  matter?: Matter;

  @ApiPropertyOptional({ description: '"me", "none", or a person.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  assignee?: string;

  @ApiPropertyOptional({ enum: YES, description: 'true: those that the caller watches.' })
  @IsOptional()
  @IsIn(YES)
  watching?: (typeof YES)[number];

  @ApiPropertyOptional({ enum: YES, description: 'true: those with a duty whose time is over.' })
  @IsOptional()
  @IsIn(YES)
  overdue?: (typeof YES)[number];

  @OptionalInstant('With a duty that is due before this moment.')
  dueBefore?: number;

  @ApiPropertyOptional({ enum: SCOPE_KINDS, description: 'With subjectId: cases about exactly this.' })
  @IsOptional()
  @IsIn(SCOPE_KINDS)
  subjectKind?: ScopeKind;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  subjectId?: string;

  @ApiPropertyOptional({ description: 'Of a compute cluster, an account or a customer record.' })
  @IsOptional()
  @IsString()
  @MaxLength(63)
  subjectProvider?: string;

  @ApiPropertyOptional({ description: 'The case that this flag is in.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  flag?: string;

  @ApiPropertyOptional({ enum: SNOOZED, default: 'hide' })
  @IsOptional()
  @IsIn(SNOOZED)
  snoozed: (typeof SNOOZED)[number] = 'hide';

  @ApiPropertyOptional({
    enum: QUEUE_SORTS,
    default: 'due',
    description:
      'due: what ends first; severity: the gravest; opened, changed: the newest. By changed, what changes while pages are read moves to the first page.',
  })
  @IsOptional()
  @IsIn(QUEUE_SORTS)
  sort: QueueSort = 'due';
}
