import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { OUTCOMES, type Outcome } from '@tidemark/domain';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { BecauseBody, EachAnId, ReasonBody } from '../cases/cases.dto.js';

const WORDS_MAX = 20_000;
const IDS_MAX = 200;

export class RuleBody {
  @ApiProperty({ example: 'eu-ai-act-51' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  rule!: string;

  @ApiProperty({ minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version!: number;
}

/** On what something rests: rules with their versions, and ids of flags, answers and files of the case. */
export class GroundsBody {
  @ApiPropertyOptional({ type: [RuleBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => RuleBody)
  rules: RuleBody[] = [];

  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(IDS_MAX)
  @IsString({ each: true })
  @EachAnId()
  evidence: string[] = [];
}

/** Written without names: it is kept as long as the case, and the customer reads it. */
export class StatementOfReasonsBody extends GroundsBody {
  @ApiProperty({ minLength: 3, maxLength: WORDS_MAX })
  @IsString()
  @MinLength(3)
  @MaxLength(WORDS_MAX)
  facts!: string;

  @ApiProperty({ minLength: 3, maxLength: WORDS_MAX, description: 'What spoke for and against, what the customer and the providers said.' })
  @IsString()
  @MinLength(3)
  @MaxLength(WORDS_MAX)
  considered!: string;

  @ApiProperty({ minLength: 3, maxLength: 4000 })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  rightToReply!: string;

  @ApiProperty({ minLength: 3, maxLength: 4000 })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  rightToAppeal!: string;
}

export class ProposeOutcomeBody {
  @ApiProperty({ enum: OUTCOMES })
  @IsIn(OUTCOMES)
  outcome!: Outcome;

  @ApiProperty({ type: StatementOfReasonsBody })
  @IsObject()
  @ValidateNested()
  @Type(() => StatementOfReasonsBody)
  statement!: StatementOfReasonsBody;
}

export class SettledDutyBody extends BecauseBody {
  @ApiProperty({ description: 'The id of the clock.' })
  @IsString()
  @MaxLength(300)
  clock!: string;

  @ApiProperty({ enum: ['MET', 'CANCELLED'] })
  @IsIn(['MET', 'CANCELLED'])
  how!: 'MET' | 'CANCELLED';
}

export class CloseBody extends ReasonBody {
  @ApiPropertyOptional({
    type: [SettledDutyBody],
    description: 'Duties of rules that are settled with the case: done, or no longer asked.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SettledDutyBody)
  duties: SettledDutyBody[] = [];
}

export class ReopenBody extends BecauseBody {
  @ApiProperty({ type: [String], minItems: 1, description: 'What is new: ids of flags, answers, files.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @EachAnId()
  evidence!: string[];
}

export class CorrectBody {
  @ApiProperty({ minimum: 1, description: 'The place of the entry in the log.' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  entry!: number;

  @ApiProperty({ minLength: 3, maxLength: 4000 })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  wrong!: string;

  @ApiProperty({ minLength: 3, maxLength: 4000 })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  correct!: string;

  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @EachAnId()
  evidence: string[] = [];
}
