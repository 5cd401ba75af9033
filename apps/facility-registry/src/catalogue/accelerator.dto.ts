import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { AcceleratorPeaks, PeakFormat } from '@tidemark/domain';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsString, MaxLength, ValidateBy, ValidateNested } from 'class-validator';
import { Optional } from '../facts/optional.js';

/** 64-bit integers may come as decimal strings (proto3 JSON); anything else stays as it is and is refused by type. */
const Integer = () =>
  Transform(({ value }) => (typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : (value as unknown)));

const isText = (value: unknown) => typeof value === 'string' && value.length <= 10_000;

/** A list of texts, or texts by figure; what they must be about is checked with the figures. */
const IsSources = () =>
  ValidateBy({
    name: 'isSources',
    validator: {
      validate: (value) =>
        typeof value === 'object' && value !== null && Object.values(value).length <= 1000 && Object.values(value).every(isText),
      defaultMessage: () => 'sources must be a list of texts, or one text for each format',
    },
  });

const peak = { type: 'integer', minimum: 1, maximum: 1_000_000_000 } as const;

/** Dense peaks of one accelerator in GFLOP/s; absent: the model does not have the format. */
export class PeaksGflops {
  @ApiPropertyOptional(peak)
  @Optional()
  @Integer()
  @IsInt()
  FP64T?: number;

  @ApiPropertyOptional(peak)
  @Optional()
  @Integer()
  @IsInt()
  TF32?: number;

  @ApiPropertyOptional({ ...peak, description: 'FP16 is this column too.' })
  @Optional()
  @Integer()
  @IsInt()
  BF16?: number;

  @ApiPropertyOptional(peak)
  @Optional()
  @Integer()
  @IsInt()
  FP8?: number;

  @ApiPropertyOptional(peak)
  @Optional()
  @Integer()
  @IsInt()
  INT8?: number;

  @ApiPropertyOptional(peak)
  @Optional()
  @Integer()
  @IsInt()
  FP4?: number;
}

export class PutAccelerator {
  @ApiPropertyOptional({ description: 'Absent: what the catalogue says already.' })
  @Optional()
  @IsString()
  @MaxLength(1000)
  vendor?: string;

  @ApiPropertyOptional({ type: [String], description: 'Further names. A name that the model has already stays its own.' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @MaxLength(1000, { each: true })
  aliases?: string[];

  @ApiProperty({ type: PeaksGflops })
  @IsObject()
  @ValidateNested()
  @Type(() => PeaksGflops)
  peaksGflops!: PeaksGflops;

  @ApiPropertyOptional({
    oneOf: [
      { type: 'array', items: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    description: "Where the figures come from: for all alike, or one by one. Absent: they are marked as the operator's word.",
  })
  @Optional()
  @IsSources()
  sources?: string[] | Partial<Record<PeakFormat, string>>;
}

export class PutAlias {
  @ApiProperty({ description: 'A model of the catalogue.' })
  @IsString()
  @MaxLength(1000)
  model!: string;
}

export class AliasView {
  @ApiProperty()
  alias!: string;

  @ApiProperty()
  model!: string;

  @ApiProperty({ type: 'integer' })
  catalogueVersion!: number;
}

export class AcceleratorView {
  @ApiProperty()
  model!: string;

  @ApiProperty()
  vendor!: string;

  @ApiProperty({ type: [String] })
  aliases!: readonly string[];

  @ApiProperty({ type: PeaksGflops })
  peaksGflops!: AcceleratorPeaks;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Where each figure comes from.' })
  sources!: { readonly [figure: string]: string };

  @ApiPropertyOptional({ format: 'date' })
  releaseDate?: string;

  @ApiPropertyOptional({ type: 'integer' })
  memoryBytes?: number;

  @ApiPropertyOptional()
  interconnect?: string;

  @ApiPropertyOptional({ type: 'integer' })
  tdpWatts?: number;

  @ApiPropertyOptional({ type: 'integer' })
  acceleratorsPerNode?: number;

  @ApiProperty({ type: 'integer', description: 'The version of the catalogue that this is from.' })
  catalogueVersion!: number;
}

export class InstanceTypeView {
  @ApiProperty()
  cloud!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  accelerator!: string;

  @ApiProperty({ type: 'integer' })
  accelerators!: number;

  @ApiProperty()
  source!: string;

  @ApiPropertyOptional()
  note?: string;
}
