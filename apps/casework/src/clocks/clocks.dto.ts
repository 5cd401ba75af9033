import { ApiPropertyOptional } from '@nestjs/swagger';
import { type CaseClock, CLOCK_KINDS, type ClockKind } from '@tidemark/domain';
import { CursorQuery, OptionalInstant } from '@tidemark/edge';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ReasonBody } from '../cases/cases.dto.js';

const STATUSES = ['running', 'breached', 'met', 'elapsed', 'cancelled'] as const satisfies readonly CaseClock['status'][];

export class FulfilDutyBody extends ReasonBody {
  @OptionalInstant('When it was done; absent: now.')
  doneAt?: number;
}

export class ClocksQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: STATUSES, default: 'running', description: 'breached: due, and not done since.' })
  @IsOptional()
  @IsIn(STATUSES)
  status: (typeof STATUSES)[number] = 'running';

  @ApiPropertyOptional({ enum: CLOCK_KINDS })
  @IsOptional()
  @IsIn(CLOCK_KINDS)
  kind?: ClockKind;

  @ApiPropertyOptional({ description: 'As the rulebook names it.', example: 'EU AI Act' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  regime?: string;

  @OptionalInstant('Due before this moment.')
  dueBefore?: number;
}
