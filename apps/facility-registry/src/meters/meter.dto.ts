import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, MaxLength } from 'class-validator';
import { Optional } from '../facts/optional.js';

export class PutMeter {
  @ApiPropertyOptional({ description: 'Id of a registered cluster of the same provider.' })
  @Optional()
  @IsString()
  @MaxLength(1000)
  cluster?: string;

  @ApiPropertyOptional({ description: 'Ed25519, SPKI PEM or 32 raw bytes in base64. With it, reports of the meter must be signed.' })
  @Optional()
  @IsString()
  @MaxLength(10_000)
  publicKey?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 2_678_400,
    description: 'How often a report is expected at least; silence beyond it is a finding.',
  })
  @Optional()
  @IsInt()
  expectedIntervalSeconds?: number;
}

export class MeterView {
  @ApiProperty()
  provider!: string;

  @ApiProperty({ description: '`provider/source` where the caller may see several providers.' })
  source!: string;

  @ApiPropertyOptional()
  cluster?: string;

  @ApiPropertyOptional()
  publicKey?: string;

  @ApiPropertyOptional({ type: 'integer' })
  expectedIntervalSeconds?: number;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty()
  recordedBy!: string;
}
