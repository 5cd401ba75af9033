import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsTimeZone,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

export class SetCalendarBody {
  @ApiProperty({ description: 'IANA time zone in which its days begin and end.', example: 'Europe/Brussels' })
  @IsString()
  @MaxLength(64)
  @IsTimeZone()
  zone!: string;

  @ApiProperty({
    type: [Number],
    description: 'Days of the week on which nobody works, 1 Monday to 7 Sunday; one at least is worked.',
    example: [6, 7],
  })
  @IsArray()
  @ArrayMaxSize(6)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekend!: number[];

  @ApiProperty({
    type: [String],
    description: 'Days on which nobody works, YYYY-MM-DD: of all years that terms may end in.',
    example: ['2026-12-25'],
  })
  @IsArray()
  @ArrayMaxSize(2000)
  @ArrayUnique()
  @Matches(/^20\d{2}-\d{2}-\d{2}$/, { each: true, message: 'each of $property must be a day of this century, as 2026-12-25' })
  @IsISO8601({ strict: true }, { each: true, message: 'each of $property must be a day that exists' })
  holidays!: string[];

  @ApiProperty({ description: 'A term of days that ends on a day that is not worked ends with the next one that is.' })
  @IsBoolean()
  rollsForward!: boolean;

  @ApiProperty({ description: 'Where it stands.', minLength: 3, maxLength: 1000 })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  source!: string;
}

export class CalendarQuery {
  @ApiPropertyOptional({ minimum: 0, description: 'Absent: the one that holds. 0: the one that is built in.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  version?: number;
}
