import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type CustomerKind, type CustomerStatus, VERIFICATION_LEVELS, type VerificationLevel } from '@tidemark/domain';
import { CursorQuery, Instant, OptionalInstant } from '@tidemark/edge';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsIP,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';

export const CUSTOMER_STATUSES = ['ACTIVE', 'SUSPENDED', 'CLOSED', 'ERASED'] as const satisfies readonly CustomerStatus[];

const truth = () =>
  Transform(({ value }: { value: unknown }) =>
    value === 'true' || value === true ? true : value === 'false' || value === false ? false : value,
  );

export class CustomerQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: VERIFICATION_LEVELS })
  @IsOptional()
  @IsIn(VERIFICATION_LEVELS)
  level?: VerificationLevel;

  @ApiPropertyOptional({ enum: CUSTOMER_STATUSES })
  @IsOptional()
  @IsIn(CUSTOMER_STATUSES)
  status?: CustomerStatus;

  @ApiPropertyOptional({ enum: ['LEGAL', 'NATURAL'] })
  @IsOptional()
  @IsIn(['LEGAL', 'NATURAL'])
  kind?: CustomerKind;

  @ApiPropertyOptional({ description: 'true: owners and controllers that rent nothing; false: customers.' })
  @IsOptional()
  @truth()
  @IsBoolean()
  related?: boolean;

  @ApiPropertyOptional({ description: 'true: with an open re-validation.' })
  @IsOptional()
  @truth()
  @IsBoolean()
  revalidation?: boolean;

  @OptionalInstant('Levels that end before this moment.')
  expiring?: number;

  @ApiPropertyOptional({ description: "Your own name for the record; a caller of the scheme names 'provider' with it." })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  reference?: string;

  @ApiPropertyOptional({ description: 'For the scheme: the records of this provider.' })
  @IsOptional()
  @IsString()
  @MaxLength(63)
  provider?: string;
}

export class HistoryQuery extends CursorQuery {
  @ApiPropertyOptional({ description: 'With a purpose the reasons are shown too, and the read is logged.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  purpose?: string;
}

export class PurposeQuery {
  @ApiPropertyOptional({ description: 'Why you look, 3 to 200 characters; or in the header Tidemark-Purpose. It is logged.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  purpose?: string;
}

export class StepBody {
  @ApiProperty({ description: 'Why. Sealed, and shown with the history for a stated purpose.' })
  @IsString()
  @MaxLength(4000)
  reason!: string;

  @ApiPropertyOptional({ type: [String], description: 'Ids of documents or records that it rests on.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  evidence?: string[];
}

class AccessBody {
  @ApiProperty({ description: 'IPv4 or IPv6.' })
  @IsIP()
  ip!: string;

  @Instant()
  at!: number;
}

export class RecordAccesses {
  @ApiProperty({ type: [AccessBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AccessBody)
  accesses!: AccessBody[];

  @ApiPropertyOptional({ default: 'provider' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  source?: string;
}

/** A record without its identity. */
export class CustomerView {
  @ApiProperty() id!: string;
  @ApiProperty() provider!: string;
  @ApiProperty({ enum: ['LEGAL', 'NATURAL'] }) kind!: CustomerKind;
  @ApiProperty({ description: 'An owner or controller that rents nothing.' }) related!: boolean;
  @ApiProperty({ enum: CUSTOMER_STATUSES }) status!: CustomerStatus;
  @ApiProperty({ enum: VERIFICATION_LEVELS }) level!: VerificationLevel;
  @ApiPropertyOptional({ description: 'Until when the level holds, exclusive.' }) levelValidTo?: string;
  @ApiPropertyOptional({ description: 'From when a re-verification is asked for.' }) reverifyFrom?: string;
  @ApiPropertyOptional({ description: 'Id of the re-validation that is open.' }) revalidation?: string;
  @ApiProperty() version!: number;
  @ApiProperty() onboardedAt!: string;
  @ApiProperty() changedAt!: string;
}
