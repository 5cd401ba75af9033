import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ATTAINABLE_LEVELS,
  type AttainableLevel,
  type RevalidationOutcome,
  VERIFICATION_LEVELS,
  type VerificationLevel,
} from '@tidemark/domain';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { StepBody } from '../customers/customer.dto.js';

export class StartVerification {
  @ApiProperty({ enum: ATTAINABLE_LEVELS })
  @IsIn(ATTAINABLE_LEVELS)
  level!: AttainableLevel;
}

export const LEVEL_OUTCOMES = ['APPROVED', 'REFUSED', 'RESUBMIT'] as const;

export class DecideLevel extends StepBody {
  @ApiProperty({ enum: LEVEL_OUTCOMES })
  @IsIn(LEVEL_OUTCOMES)
  outcome!: (typeof LEVEL_OUTCOMES)[number];
}

export class Downgrade extends StepBody {
  @ApiProperty({ enum: VERIFICATION_LEVELS })
  @IsIn(VERIFICATION_LEVELS)
  level!: VerificationLevel;
}

export class AskForRevalidation {
  @ApiProperty({ description: 'What makes another look necessary.' })
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export const REVALIDATION_OUTCOMES = ['CONFIRMED', 'RAISED', 'LOWERED', 'SUSPENDED'] as const satisfies readonly RevalidationOutcome[];

export class CompleteRevalidation extends StepBody {
  @ApiProperty({ enum: REVALIDATION_OUTCOMES })
  @IsIn(REVALIDATION_OUTCOMES)
  outcome!: RevalidationOutcome;
}

export class MissingQuery {
  @ApiPropertyOptional({
    enum: ATTAINABLE_LEVELS,
    description: 'What this level misses; default: the one that a verification is open for, or the next.',
  })
  @IsOptional()
  @IsIn(ATTAINABLE_LEVELS)
  level?: AttainableLevel;
}
