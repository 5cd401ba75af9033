import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { OptionalInstant } from '@tidemark/edge';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import { BecauseBody, ScopeBody } from '../cases/cases.dto.js';

const ADDRESSED = 'What the provider reads. It is all that it is told of the reasons.';

class TargetBody extends BecauseBody {
  @ApiProperty({ description: 'Whom it goes to. About several providers there are several.' })
  @IsString()
  @Matches(/^[a-z0-9-]{1,63}$/)
  provider!: string;

  @ApiProperty({
    type: ScopeBody,
    description: 'What is to stop there: an account, a customer, a compute cluster; of a party or group all that is there.',
  })
  @IsObject()
  @ValidateNested()
  @Type(() => ScopeBody)
  scope!: ScopeBody;

  @ApiProperty({ minLength: 3, maxLength: 8000, description: ADDRESSED })
  @IsString()
  @MinLength(3)
  @MaxLength(8000)
  text!: string;
}

export class WarnBody extends TargetBody {}

export class DraftOrderBody extends TargetBody {
  @OptionalInstant('When it takes effect; absent: as soon as it is issued. Use is counted from the first full hour.')
  from?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 720, description: 'Absent: as the policy of cases says.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(720)
  acknowledgeWithinHours?: number;

  @ApiPropertyOptional({ minLength: 3, maxLength: 4000, description: 'Why the danger is imminent, and nobody can wait for a warning.' })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  imminence?: string;
}

export class AskLiftBody extends BecauseBody {
  @ApiPropertyOptional({ minLength: 3, maxLength: 8000, description: `${ADDRESSED} When it is lifted.` })
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(8000)
  text?: string;
}

export class WarningAnswerBody {
  @ApiProperty({ minLength: 3, maxLength: 20_000, description: 'What speaks against the order.' })
  @IsString()
  @MinLength(3)
  @MaxLength(20_000)
  text!: string;
}
