import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IDENTITY_PURPOSES, IDENTITY_SECTIONS, type IdentityPurpose, type IdentitySection } from '@tidemark/domain';
import { CursorQuery, Instant, OptionalInstant } from '@tidemark/edge';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { BecauseBody, PERSON_ID } from '../cases/cases.dto.js';

const CUSTOMERS_MAX = 100;
const PERSONS_MAX = 20;

class ReachBody {
  @ApiProperty({ type: [String], description: 'Ids of customer records inside the case.', maxItems: CUSTOMERS_MAX })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(CUSTOMERS_MAX)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  customers!: string[];

  @ApiProperty({ enum: IDENTITY_SECTIONS, isArray: true, description: 'No more than the case needs.' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(IDENTITY_SECTIONS, { each: true })
  fields!: IdentitySection[];
}

export class AskIdentityBody extends ReachBody {
  @ApiProperty({ enum: IDENTITY_PURPOSES })
  @IsIn(IDENTITY_PURPOSES)
  purpose!: IdentityPurpose;

  @ApiProperty({ minLength: 3, maxLength: 4000, description: 'What they are needed for, in words that name no person.' })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  reason!: string;

  @ApiPropertyOptional({ type: [String], description: 'Who of your authority is to read beside you, as facts name persons.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(PERSONS_MAX)
  @IsString({ each: true })
  @Matches(PERSON_ID, { each: true, message: 'persons names persons by their ids' })
  persons?: string[];

  @Instant('When the access ends by itself.')
  until!: number;
}

export class GrantIdentityBody extends BecauseBody {
  @ApiPropertyOptional({ type: [String], description: 'Of those that were asked for; absent: all.' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(CUSTOMERS_MAX)
  @IsUUID('all', { each: true })
  customers?: string[];

  @ApiPropertyOptional({ enum: IDENTITY_SECTIONS, isArray: true, description: 'Of those that were asked for; absent: all.' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(IDENTITY_SECTIONS.length)
  @IsIn(IDENTITY_SECTIONS, { each: true })
  fields?: IdentitySection[];

  @OptionalInstant('Not later than was asked for.')
  until?: number;
}

export class BreakGlassBody extends ReachBody {
  @ApiProperty({ minLength: 3, maxLength: 4000, description: 'The imminent danger, in words that name no person.' })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  danger!: string;
}

export class ReviewBody extends BecauseBody {
  @ApiProperty({ enum: ['JUSTIFIED', 'NOT_JUSTIFIED'], description: 'NOT_JUSTIFIED ends the access at once.' })
  @IsIn(['JUSTIFIED', 'NOT_JUSTIFIED'])
  verdict!: 'JUSTIFIED' | 'NOT_JUSTIFIED';
}

export class IdentityQuery {
  @ApiPropertyOptional({ description: 'Sections, separated by commas; absent: all that the grant opens.', example: 'NAMES,OWNERS' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [...new Set(value.split(','))] : value))
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(IDENTITY_SECTIONS, { each: true })
  fields?: IdentitySection[];

  @ApiPropertyOptional({ description: 'Absent: the latest grant that opens it to you.' })
  @IsOptional()
  @IsUUID()
  grant?: string;

  /** Read by `@OptionalPurpose()`; named here so that the query is taken. */
  @ApiPropertyOptional({
    description: 'Or the header Tidemark-Purpose; absent: what the access was asked for.',
    minLength: 3,
    maxLength: 200,
  })
  @IsOptional()
  @IsString()
  purpose?: string;
}

export class IdentityReadsQuery extends CursorQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsUUID()
  customer?: string;

  @ApiPropertyOptional({ description: 'Who read, as facts name persons.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  person?: string;
}
