import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  INCIDENT_KINDS,
  INCIDENT_LINKS,
  INCIDENT_SOURCES,
  type IncidentKind,
  type IncidentLinkKind,
  type IncidentSource,
  SEVERITIES,
  type Severity,
} from '@tidemark/domain';
import { Instant } from '@tidemark/edge';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';

export class ReportIncidentBody {
  @ApiProperty({ enum: INCIDENT_KINDS })
  @IsIn(INCIDENT_KINDS)
  kind!: IncidentKind;

  @ApiProperty({ enum: SEVERITIES })
  @IsIn(SEVERITIES)
  severity!: Severity;

  @ApiProperty({ description: 'Of death or serious injury: shorter times run then.' })
  @IsBoolean()
  imminentDanger!: boolean;

  @Instant('When it happened, or began.')
  occurredAt!: number;

  @Instant('When it was discovered: duties run from there.')
  discoveredAt!: number;

  @ApiProperty({ enum: INCIDENT_SOURCES })
  @IsIn(INCIDENT_SOURCES)
  source!: IncidentSource;

  @ApiProperty({ minLength: 3, maxLength: 20_000, description: 'What happened. No prompts, weights or data.' })
  @IsString()
  @Length(3, 20_000)
  description!: string;

  @ApiPropertyOptional({ maxLength: 500, description: 'Which model, as its developer calls it.' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  relatedModel?: string;

  @ApiPropertyOptional({ description: 'The customer record whose model or use it is.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  customer?: string;

  @ApiPropertyOptional({ description: 'The account, where no customer record is known.' })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  account?: string;

  @ApiPropertyOptional({ description: 'Of the customer or account; of a provider’s people always their own.' })
  @IsOptional()
  @IsString()
  @MaxLength(63)
  provider?: string;

  @ApiProperty({
    type: [String],
    description: 'Whose rules of incidents it falls under: countries, EU, or parts of a country, which stand for it.',
    example: ['US'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(/^([A-Z]{2}(-[A-Z0-9]{1,3})?|-)$/, { each: true })
  jurisdictions!: string[];
}

export class LinkIncidentBody {
  @ApiProperty({ enum: INCIDENT_LINKS })
  @IsIn(INCIDENT_LINKS)
  kind!: IncidentLinkKind;

  @ApiProperty({ description: 'Id of the flag or declaration.' })
  @IsString()
  @Length(1, 200)
  ref!: string;

  @ApiPropertyOptional({ description: 'The case that a declaration is in; absent: the incident’s own.' })
  @IsOptional()
  @IsString()
  @MaxLength(36)
  case?: string;

  @ApiProperty({ minLength: 3, maxLength: 4000, description: 'Why, without names.' })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  reason!: string;
}

export class IncidentReportBody {
  @ApiProperty({ description: 'The duty that is done with it: a clock of the incident.' })
  @IsString()
  @Length(1, 300)
  clock!: string;

  @Instant('When it was made. It is late when that was late, however late it is recorded.')
  madeAt!: number;

  @ApiProperty({ description: 'To whom.' })
  @IsString()
  @Length(2, 300)
  to!: string;

  @ApiPropertyOptional({ description: 'Under which that authority knows it.' })
  @IsOptional()
  @IsString()
  @Length(1, 300)
  reference?: string;
}
