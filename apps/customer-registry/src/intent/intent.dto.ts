import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type DeclaredFormat,
  type DeclaredHardware,
  type ExemptionKind,
  type IntentDeclaration,
  type IntentJudgement,
  MODALITIES,
  type Modality,
  NUMBER_FORMATS,
} from '@tidemark/domain';
import { OptionalInstant } from '@tidemark/edge';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { StepBody } from '../customers/customer.dto.js';

/** A number too large for JSON's may be written as one where it is small enough. */
const decimal = () => Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value));
const ID = /^[^\p{Cc}\p{Cf}\s](?:[^\p{Cc}\p{Cf}]{0,126}[^\p{Cc}\p{Cf}\s])?$/u;

class HardwareBody implements DeclaredHardware {
  @ApiProperty({ example: 'H100 SXM' })
  @IsString()
  @MaxLength(128)
  accelerator!: string;

  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  accelerators!: number;

  @ApiPropertyOptional({ description: 'Gbit/s per accelerator.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  interconnectGbps?: number;
}

export class DeclareIntent {
  @ApiProperty({ enum: ['YES', 'NO', 'UNDECIDED'], description: 'Whether it means to train a powerful model.' })
  @IsIn(['YES', 'NO', 'UNDECIDED'])
  trains!: IntentDeclaration['trains'];

  @ApiPropertyOptional({ example: '70e9' })
  @IsOptional()
  @decimal()
  @IsString()
  @MaxLength(64)
  parameters?: string;

  @ApiPropertyOptional({ enum: MODALITIES, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MODALITIES.length)
  @IsIn(MODALITIES, { each: true })
  modalities?: Modality[];

  @ApiPropertyOptional({ enum: NUMBER_FORMATS, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(NUMBER_FORMATS.length)
  @IsIn(NUMBER_FORMATS, { each: true })
  formats?: DeclaredFormat[];

  @ApiPropertyOptional({ description: 'Estimate of the whole training in FLOP, exact: "2.5e25" or in full.', example: '2.5e25' })
  @IsOptional()
  @decimal()
  @IsString()
  @MaxLength(64)
  computeFlop?: string;

  @ApiPropertyOptional({ type: [String], description: 'Ids of registered sites.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(ID, { each: true })
  sites?: string[];

  @OptionalInstant('When training starts.')
  from?: number;

  @OptionalInstant('When it ends, exclusive.')
  to?: number;

  @ApiPropertyOptional({ type: HardwareBody, description: 'What was asked for.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => HardwareBody)
  hardware?: HardwareBody;

  @ApiPropertyOptional({ description: 'In its own words. Sealed.' })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  statement?: string;

  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  evidence?: string[];
}

export class AssessIntent {
  @ApiProperty({ enum: ['TRAINS', 'MAY_TRAIN', 'DOES_NOT'] })
  @IsIn(['TRAINS', 'MAY_TRAIN', 'DOES_NOT'])
  judgement!: IntentJudgement;

  @ApiProperty()
  @IsString()
  @MaxLength(4000)
  reason!: string;
}

export class GrantExemption extends StepBody {
  @ApiProperty({ description: 'Id of a rule of the rulebook, or an UPPER_SNAKE code of what is attested.' })
  @Matches(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/)
  subject!: string;

  @OptionalInstant('Until when, exclusive. Must be there: nothing is exempt for ever.')
  to?: number;
}

export const EXEMPTION_KINDS = ['ATTESTATION', 'EXEMPTION'] as const satisfies readonly ExemptionKind[];
