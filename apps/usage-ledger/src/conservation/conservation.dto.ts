import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { FATES, type FateCounts, type SourceConservation } from './conservation.port.js';

export class ConservationQuery {
  @ApiPropertyOptional({ description: 'One source alone; `provider/source` where the caller may see several providers.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  source?: string;
}

/** received = counted + held + duplicate + conflict + rejected + replaced. Whole numbers, decimal. */
export class CountsView {
  @ApiProperty()
  received!: string;

  @ApiProperty()
  counted!: string;

  @ApiProperty()
  held!: string;

  @ApiProperty()
  duplicate!: string;

  @ApiProperty()
  conflict!: string;

  @ApiProperty()
  rejected!: string;

  @ApiProperty()
  replaced!: string;
}

export class SourceConservationView {
  @ApiProperty()
  provider!: string;

  @ApiProperty()
  source!: string;

  @ApiProperty({ type: CountsView })
  records!: CountsView;

  @ApiProperty({ type: CountsView })
  acceleratorMs!: CountsView;

  @ApiProperty({ description: 'Reports of a schema version that cannot be read yet: kept whole, outside the equation.' })
  opaqueReports!: string;
}

/** Without `source`: the sum over all that the caller may see, and each source. */
export class ConservationView {
  @ApiProperty({ type: CountsView })
  records!: CountsView;

  @ApiProperty({ type: CountsView })
  acceleratorMs!: CountsView;

  @ApiProperty()
  opaqueReports!: string;

  @ApiProperty({ type: [SourceConservationView] })
  sources!: SourceConservationView[];
}

const countsView = (counts: FateCounts): CountsView =>
  Object.fromEntries(FATES.map((fate) => [fate, counts[fate].toString()])) as unknown as CountsView;

export const equationView = (sums: Pick<SourceConservation, 'records' | 'acceleratorMs' | 'opaqueReports'>) => ({
  records: countsView(sums.records),
  acceleratorMs: countsView(sums.acceleratorMs),
  opaqueReports: sums.opaqueReports.toString(),
});

export const sourceView = (one: SourceConservation): SourceConservationView => ({
  provider: one.provider,
  source: one.source,
  ...equationView(one),
});
