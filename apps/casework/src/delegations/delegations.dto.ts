import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery, Instant, OptionalInstant } from '@tidemark/edge';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class MakeDelegationBody {
  @ApiProperty({ description: 'The person who does the work meanwhile.', maxLength: 128 })
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  deputy!: string;

  @OptionalInstant('Absent: from now on.')
  from?: number;

  @Instant('At most 92 days later.')
  until!: number;

  @ApiProperty({ minLength: 3, maxLength: 1000 })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  reason!: string;
}

export class DelegationsQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: ['mine', 'deputy'], description: 'mine: of the caller. deputy: those whom the caller stands in for.' })
  @IsOptional()
  @IsIn(['mine', 'deputy'])
  of?: 'mine' | 'deputy';
}
