import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { COMPUTE_LINES_MAX, COMPUTE_STATUSES, type ComputeStatus, type GivenDeclaration } from '@tidemark/domain';
import { Instant } from '@tidemark/edge';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

const SHORT = 300;
const LONG = 10_000;
const LIST_MAX = 100;

export class SignerBody {
  @ApiProperty({ example: 'Chief scientist' })
  @IsString()
  @MinLength(1)
  @MaxLength(SHORT)
  role!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(SHORT)
  name?: string;
}

export class ModelBody {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(SHORT)
  name!: string;

  @ApiProperty({ example: 'large language model' })
  @IsString()
  @MinLength(1)
  @MaxLength(SHORT)
  type!: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(LONG)
  purpose!: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(LONG)
  capabilities!: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(LONG)
  limitations!: string;
}

export class FlopBody {
  @ApiPropertyOptional({ example: '2.5e25', description: 'One figure: taken as an estimate that may be 30 % off.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  figure?: string;

  @ApiPropertyOptional({ example: '2e25', description: 'With "expected" and "upper": bounds, taken as they are.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  lower?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(100)
  expected?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(100)
  upper?: string;
}

export class ComputeBody {
  @ApiProperty({ enum: COMPUTE_STATUSES })
  @IsIn(COMPUTE_STATUSES)
  status!: ComputeStatus;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(SHORT)
  site!: string;

  @ApiPropertyOptional({ example: 'H100-SXM' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  accelerator?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 10_000_000 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  accelerators?: number;

  @Instant()
  from!: number;

  @Instant('Not included.')
  to!: number;

  @ApiProperty({ type: FlopBody })
  @IsObject()
  @ValidateNested()
  @Type(() => FlopBody)
  flop!: FlopBody;
}

export class DataBody {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(2000)
  source!: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(LONG)
  nature!: string;
}

export class PerformanceBody {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(2000)
  measure!: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(2000)
  result!: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(LONG)
  howTaken!: string;
}

export class SafetyBody {
  @ApiProperty({ enum: ['ETHICAL', 'SAFETY'] })
  @IsIn(['ETHICAL', 'SAFETY'])
  kind!: 'ETHICAL' | 'SAFETY';

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(LONG)
  measure!: string;
}

/** A transparency declaration. An empty list declares that there is nothing; what is left out is missing. */
export class DeclarationBody implements GivenDeclaration {
  @ApiProperty({ example: 'en' })
  @IsString()
  @MaxLength(35)
  language!: string;

  @ApiProperty({ type: SignerBody })
  @IsObject()
  @ValidateNested()
  @Type(() => SignerBody)
  signer!: SignerBody;

  @ApiProperty({ type: [ModelBody] })
  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ModelBody)
  models!: ModelBody[];

  @ApiProperty({ type: [ComputeBody] })
  @IsArray()
  @ArrayMaxSize(COMPUTE_LINES_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ComputeBody)
  compute!: ComputeBody[];

  @ApiProperty({ type: [DataBody] })
  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => DataBody)
  data!: DataBody[];

  @ApiProperty({ type: [PerformanceBody] })
  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PerformanceBody)
  performance!: PerformanceBody[];

  @ApiProperty({ type: [SafetyBody] })
  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SafetyBody)
  safety!: SafetyBody[];

  @ApiProperty({ description: 'How incidents are watched for and handled.' })
  @IsString()
  @MaxLength(LONG)
  incidentMonitoring!: string;

  @ApiProperty({ description: 'Expected impact on society.' })
  @IsString()
  @MaxLength(LONG)
  societalImpact!: string;
}

export class SubmitDeclarationBody {
  @ApiProperty({ type: DeclarationBody })
  @IsObject()
  @ValidateNested()
  @Type(() => DeclarationBody)
  declaration!: DeclarationBody;

  @ApiPropertyOptional({ type: [String], description: 'Sent before: POST /v1/served/{item}/files.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LIST_MAX)
  @IsUUID(undefined, { each: true })
  files?: string[];
}
