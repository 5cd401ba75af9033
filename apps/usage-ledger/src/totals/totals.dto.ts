import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SumsView } from '@tidemark/edge';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** That each parameter is one text is checked here; every rule of meaning has its own code in totals-question.ts. */
export class TotalsQuery {
  @ApiProperty({ enum: ['provider', 'cluster', 'account'] })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  scope?: string;

  @ApiPropertyOptional({
    description: 'Id of the scope; `provider/id` where the caller may see several providers. A provider may leave out its own.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  id?: string;

  @ApiPropertyOptional({
    description:
      'Usage time, inclusive: ISO 8601 with an offset, a date (00:00 UTC), or milliseconds since 1970. An hour belongs by its start.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  from?: string;

  @ApiPropertyOptional({ description: 'Usage time, exclusive.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  to?: string;

  @ApiPropertyOptional({ description: 'The totals as they were known at this moment of the past.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  knownAt?: string;

  @ApiPropertyOptional({ description: 'Comma list of hour, day, month, accelerator, account, cluster.', example: 'day,accelerator' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  by?: string;
}

export class GroupView extends SumsView {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { day: '2024-03-01', accelerator: 'NVIDIA H100' } })
  key!: Record<string, string>;
}

export class TotalsView extends SumsView {
  @ApiProperty()
  provider!: string;

  @ApiProperty()
  scope!: string;

  @ApiProperty()
  id!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  to?: string;

  @ApiProperty({
    format: 'date-time',
    description: 'The moment for which the answer is exact: asked again with it, the answer is the same for ever.',
  })
  knownAt!: string;

  @ApiProperty({ description: 'Where the ledger stood at that moment.' })
  ledgerPosition!: string;

  @ApiProperty({ type: [GroupView] })
  groups!: GroupView[];
}
