import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { APPEAL_DECISIONS, type AppealDecision, OUTCOMES, type Outcome } from '@tidemark/domain';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Max, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import { GroundsBody } from '../decisions/decisions.dto.js';

export class CorrectionOfRecordBody {
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
}

export class ProposeAppealDecisionBody extends GroundsBody {
  @ApiProperty({ enum: APPEAL_DECISIONS })
  @IsIn(APPEAL_DECISIONS)
  decision!: AppealDecision;

  @ApiPropertyOptional({ enum: OUTCOMES, description: 'From now on: with UPHELD and UPHELD_IN_PART, and with no other.' })
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: Outcome;

  @ApiProperty({ minLength: 3, maxLength: 20_000, description: 'In words that name no person: the customer reads them.' })
  @IsString()
  @MinLength(3)
  @MaxLength(20_000)
  reasons!: string;

  @ApiPropertyOptional({ type: CorrectionOfRecordBody })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CorrectionOfRecordBody)
  correction?: CorrectionOfRecordBody;
}
