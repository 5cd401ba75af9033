import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, MaxLength } from 'class-validator';
import { Optional } from '../facts/optional.js';
import type { ClusterRegistration } from './cluster-registration.js';

/** Types alone are checked here; every rule of meaning has its own code in cluster-registration.ts. */
export class PutCluster implements ClusterRegistration {
  @ApiProperty({ description: 'Id of the site. A site named for the first time becomes known with the cluster.', example: 'berlin-2' })
  @IsString()
  @MaxLength(1000)
  site!: string;

  @ApiProperty({ description: 'Model or alias of GET /v1/accelerators.', example: 'NVIDIA H100 SXM5 80GB' })
  @IsString()
  @MaxLength(1000)
  accelerator!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 10_000_000, example: 4096 })
  @IsInt()
  accelerators!: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1024, description: 'With it, use of a node beyond it is cut.', example: 8 })
  @Optional()
  @IsInt()
  acceleratorsPerNode?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1_000_000, description: 'Gbit/s for each accelerator.', example: 400 })
  @Optional()
  @IsInt()
  interconnectGbps?: number;

  @ApiProperty({ description: 'ISO 8601 with a zone, or a date alone for 00:00 UTC.', example: '2026-01-01' })
  @IsString()
  @MaxLength(1000)
  inServiceFrom!: string;

  @ApiPropertyOptional({ description: 'Exclusive. Absent: in service without a known end.', example: '2029-01-01T00:00:00Z' })
  @Optional()
  @IsString()
  @MaxLength(1000)
  inServiceTo?: string;

  @ApiPropertyOptional({ description: 'What is assumed rather than known, in words; at most 1,000 characters.' })
  @Optional()
  @IsString()
  @MaxLength(10_000)
  assumption?: string;
}

/** A cluster as it stands, or as it stood at one version. */
export class ClusterView {
  @ApiProperty()
  provider!: string;

  @ApiProperty({ description: '`provider/id` where the caller may see several providers.' })
  id!: string;

  @ApiProperty()
  site!: string;

  @ApiProperty({ description: "The catalogue's own name of the model." })
  accelerator!: string;

  @ApiProperty({ type: 'integer' })
  accelerators!: number;

  @ApiPropertyOptional({ type: 'integer' })
  acceleratorsPerNode?: number;

  @ApiPropertyOptional({ type: 'integer' })
  interconnectGbps?: number;

  @ApiProperty({ description: 'accelerators x dense peak, operations per second, a decimal string.', example: '4052582400000000000' })
  peakOpsPerSecond!: string;

  @ApiProperty({ description: 'The number format of that peak: BF16, else the widest 8-bit one, else the widest.', example: 'BF16' })
  peakFormat!: string;

  @ApiProperty({ format: 'date-time' })
  inServiceFrom!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  inServiceTo?: string;

  @ApiPropertyOptional()
  assumption?: string;

  @ApiProperty({ type: 'integer', description: '1, 2, 3, ...: each correction is a later version.' })
  version!: number;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ description: "The token's subject." })
  recordedBy!: string;
}
