import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { Finding } from './finding.js';

export class FindingsQuery {
  @ApiPropertyOptional({ example: 'SEQUENCE_GAP' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  kind?: string;

  @ApiPropertyOptional({ description: 'Of one source alone; `provider/source` where the caller may see several providers.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  source?: string;

  @ApiPropertyOptional({ description: 'Of one compute cluster alone; `provider/id` where the caller may see several providers.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cluster?: string;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  cursor?: string;

  @ApiPropertyOptional({ description: '1 to 1000; 100 when absent.' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  limit?: string;
}

export class FindingView {
  @ApiProperty()
  kind!: string;

  @ApiProperty()
  provider!: string;

  @ApiProperty({ description: 'Empty where the finding is not about a source; so for cluster and accelerator.' })
  source!: string;

  @ApiProperty()
  cluster!: string;

  @ApiProperty()
  accelerator!: string;

  @ApiProperty()
  detail!: string;

  @ApiProperty()
  firstKnownAtMs!: string;

  @ApiProperty()
  lastKnownAtMs!: string;

  @ApiProperty()
  occurrences!: string;
}

export class FindingsView {
  @ApiProperty({ type: [FindingView] })
  findings!: FindingView[];

  @ApiPropertyOptional({ description: 'Cursor of the next page; absent on the last.' })
  next?: string;
}

export const findingView = (finding: Finding): FindingView => ({
  ...finding,
  firstKnownAtMs: finding.firstKnownAtMs.toString(),
  lastKnownAtMs: finding.lastKnownAtMs.toString(),
  occurrences: finding.occurrences.toString(),
});
