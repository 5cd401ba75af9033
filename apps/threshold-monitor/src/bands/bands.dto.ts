import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { AskedText } from '../ask/asked-text.js';
import { BAND_SCOPES } from './owned-use.js';

export class BandQuery {
  @AskedText({ enum: BAND_SCOPES, description: 'Parties and groups are the scheme’s.' })
  scope?: string;

  @AskedText({ description: '"next" of the page before.' }, 1000)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 500, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;
}

export class ScopeCountsView {
  @ApiProperty()
  account!: number;

  @ApiProperty()
  customer!: number;

  @ApiPropertyOptional({ description: 'The scheme’s alone.' })
  party?: number;

  @ApiPropertyOptional({ description: 'By control; the scheme’s alone.' })
  group?: number;
}

export class BandView {
  @ApiProperty({ example: 'band-identity' })
  band!: string;

  @ApiProperty()
  version!: number;

  @ApiProperty()
  title!: string;

  @ApiProperty({ example: '1e22', description: 'FLOP' })
  number!: string;

  @ApiProperty({ enum: ['GREATER', 'AT_LEAST'] })
  comparison!: string;

  @ApiPropertyOptional({ description: 'What it asks for.' })
  level?: string;

  @ApiProperty()
  legalStatus!: string;

  @ApiProperty({ type: ScopeCountsView, description: 'Scopes whose expected total has passed the number.' })
  passed!: ScopeCountsView;

  @ApiProperty({ type: ScopeCountsView, description: 'Of them those that have not passed the number of the next band.' })
  within!: ScopeCountsView;
}

export class BandsView {
  @ApiProperty({ format: 'date-time' })
  knownAt!: string;

  @ApiProperty()
  ledgerPosition!: string;

  @ApiProperty()
  identitySequence!: string;

  @ApiProperty({ type: [BandView], description: 'By number, rising.' })
  bands!: BandView[];

  @ApiProperty({ type: ScopeCountsView, description: 'Used something, and have not passed the first band.' })
  below!: ScopeCountsView;

  @ApiProperty({ type: [String], description: 'Bands of a rolling window: totals over all time say nothing about them.' })
  notCounted!: string[];
}

export class RoundedTotalsView {
  @ApiProperty({ example: '1.2e22', description: 'FLOP, two significant figures, rounded down.' })
  lower!: string;

  @ApiProperty({ example: '2.8e22', description: 'Nearest.' })
  expected!: string;

  @ApiProperty({ example: '6.5e22', description: 'Rounded up.' })
  upper!: string;
}

export class BandScopeView {
  @ApiPropertyOptional({ description: 'Of an account.' })
  provider?: string;

  @ApiProperty({ description: 'As the other questions of the monitor take it.' })
  id!: string;

  @ApiProperty({ type: RoundedTotalsView })
  totals!: RoundedTotalsView;
}

export class BandPageView {
  @ApiProperty({ format: 'date-time' })
  knownAt!: string;

  @ApiProperty({ example: 'band-identity' })
  band!: string;

  @ApiProperty({ enum: BAND_SCOPES })
  scope!: string;

  @ApiProperty({ type: [BandScopeView], description: 'Largest expected total first.' })
  items!: BandScopeView[];

  @ApiPropertyOptional()
  next?: string;
}
