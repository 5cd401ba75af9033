import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Optional } from '../facts/optional.js';

export class PutSite {
  @ApiPropertyOptional({ description: 'At most 200 characters.' })
  @Optional()
  @IsString()
  @MaxLength(10_000)
  name?: string;

  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-2.', example: 'DE' })
  @Optional()
  @IsString()
  @MaxLength(1000)
  country?: string;
}

export class SiteView {
  @ApiProperty()
  provider!: string;

  @ApiProperty({ description: '`provider/id` where the caller may see several providers.' })
  id!: string;

  @ApiPropertyOptional()
  name?: string;

  @ApiPropertyOptional()
  country?: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty()
  recordedBy!: string;
}
