import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery } from '@tidemark/edge';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsISO31661Alpha2,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

export class ScreenedIdentifierBody {
  @ApiProperty({ example: 'PASSPORT', description: 'LEI, REGISTRATION, TAX, PASSPORT, NATIONAL_ID, IMO, SWIFT, ...' })
  @Matches(/^[A-Z][A-Z_]{1,30}$/)
  scheme!: string;

  @ApiProperty()
  @IsString()
  @Length(1, 100)
  value!: string;

  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-2.' })
  @IsOptional()
  @IsISO31661Alpha2()
  country?: string;
}

/** Whom to compare with the lists. What is not known is left out; it is not the same as none. */
export class ScreenBody {
  @ApiPropertyOptional({ enum: ['NATURAL', 'LEGAL', 'UNKNOWN'], default: 'UNKNOWN' })
  @IsOptional()
  @IsIn(['NATURAL', 'LEGAL', 'UNKNOWN'])
  kind?: 'NATURAL' | 'LEGAL' | 'UNKNOWN';

  @ApiProperty({ type: [String], description: 'All names of one person, in any script.', example: ['Saddam Hussein', 'صدام حسين'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 500, { each: true })
  @Matches(/\S/, { each: true })
  names!: string[];

  @ApiPropertyOptional({ type: [String], description: 'YYYY, YYYY-MM, YYYY-MM-DD, or YYYY~YYYY for a range.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @Matches(/^\d{4}(-\d{2}(-\d{2})?|~\d{4})?$/, { each: true })
  birthDates?: string[];

  @ApiPropertyOptional({ type: [String], description: 'ISO 3166-1 alpha-2: nationality, residence, registration.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsISO31661Alpha2({ each: true })
  countries?: string[];

  @ApiPropertyOptional({ type: [ScreenedIdentifierBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ScreenedIdentifierBody)
  identifiers?: ScreenedIdentifierBody[];

  @ApiPropertyOptional({ type: [String], description: 'Ids of lists; absent: all.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  lists?: string[];

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1,
    description: 'Scores from here on are shown. Absent: the alert threshold of the configuration.',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  threshold?: number;
}

export class ScreeningsQuery extends CursorQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  customer?: string;
}

export class MatchesQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: ['OPEN', 'FALSE_POSITIVE', 'CONFIRMED'] })
  @IsOptional()
  @IsIn(['OPEN', 'FALSE_POSITIVE', 'CONFIRMED'])
  state?: 'OPEN' | 'FALSE_POSITIVE' | 'CONFIRMED';

  @ApiPropertyOptional({ enum: ['MATCHES', 'NO_LONGER_SCORES', 'ENTRY_REMOVED'] })
  @IsOptional()
  @IsIn(['MATCHES', 'NO_LONGER_SCORES', 'ENTRY_REMOVED'])
  standing?: 'MATCHES' | 'NO_LONGER_SCORES' | 'ENTRY_REMOVED';

  @ApiPropertyOptional({ enum: ['NAME', 'OWNERSHIP'] })
  @IsOptional()
  @IsIn(['NAME', 'OWNERSHIP'])
  kind?: 'NAME' | 'OWNERSHIP';

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  customer?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  list?: string;
}

export class DecideMatch {
  @ApiProperty({
    enum: ['FALSE_POSITIVE', 'CONFIRMED', 'OPEN'],
    description: 'OPEN takes a decision back. The decision holds for the facts as they are: when they change, the match opens again.',
  })
  @IsIn(['FALSE_POSITIVE', 'CONFIRMED', 'OPEN'])
  decision!: 'FALSE_POSITIVE' | 'CONFIRMED' | 'OPEN';

  @ApiProperty({ description: 'In words. Kept sealed; shown for a stated purpose alone.', minLength: 3, maxLength: 2000 })
  @IsString()
  @Length(3, 2000)
  @Matches(/\S{1}/)
  reason!: string;
}
