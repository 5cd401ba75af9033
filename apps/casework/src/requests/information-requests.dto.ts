import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type AnswerTable, QUESTION_KINDS, QUESTIONS_MAX, type QuestionKind, TABLE_COLUMNS_MAX, TABLE_ROWS_MAX } from '@tidemark/domain';
import { OptionalInstant } from '@tidemark/edge';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { BecauseBody } from '../cases/cases.dto.js';

const ID = /^[a-z][a-z0-9-]{0,59}$/;
const PROVIDER = /^[a-z0-9][a-z0-9-]{0,62}$/;

export class QuestionBody {
  @ApiProperty({ example: 'usage-by-day' })
  @Matches(ID)
  id!: string;

  @ApiProperty({ enum: QUESTION_KINDS })
  @IsIn(QUESTION_KINDS)
  kind!: QuestionKind;

  @ApiProperty({ minLength: 3, maxLength: 2000, description: 'Addressed to the provider.' })
  @IsString()
  @MinLength(3)
  @MaxLength(2000)
  text!: string;

  @ApiPropertyOptional({ type: Boolean, default: true })
  @IsOptional()
  @IsBoolean()
  required = true;
}

/** What a request for information and one for a declaration have in common. */
export class AskBody extends BecauseBody {
  @ApiProperty({ description: 'One that has to do with what the case is about.' })
  @Matches(PROVIDER)
  provider!: string;

  @ApiPropertyOptional({ maxLength: 4000, description: 'Addressed to the provider.' })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  message?: string;

  @OptionalInstant('Absent: the time of the house.')
  dueAt?: number;

  @ApiPropertyOptional({ default: false, description: 'The case is to wait for it.' })
  @IsOptional()
  @IsBoolean()
  await?: boolean;
}

export class SendRequestBody extends AskBody {
  @ApiPropertyOptional({ example: 'account-usage-detail' })
  @IsOptional()
  @Matches(ID)
  template?: string;

  @ApiPropertyOptional({ description: 'Absent: the newest.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  templateVersion?: number;

  @ApiPropertyOptional({ type: [QuestionBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(QUESTIONS_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => QuestionBody)
  questions: QuestionBody[] = [];
}

export class ReturnBody extends BecauseBody {
  @ApiProperty({ minLength: 3, maxLength: 4000, description: 'Addressed to the provider: what is missing.' })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  missing!: string;

  @OptionalInstant('Absent: the time of the house.')
  dueAt?: number;
}

export class TableBody implements AnswerTable {
  @ApiProperty({ type: [String] })
  @IsArray()
  @ArrayMaxSize(TABLE_COLUMNS_MAX)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  columns!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'array', maxItems: TABLE_COLUMNS_MAX, items: { type: 'string', maxLength: 1000 } },
    description: 'Each as long as the columns.',
  })
  @IsArray()
  @ArrayMaxSize(TABLE_ROWS_MAX)
  @IsArray({ each: true })
  rows!: string[][];
}

export class AnswerBody {
  @ApiProperty()
  @Matches(ID)
  question!: string;

  @ApiPropertyOptional({ maxLength: 20_000 })
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  text?: string;

  @ApiPropertyOptional({ description: 'Decimal, as text: every digit is kept.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  number?: string;

  @ApiPropertyOptional({ example: '2026-03-01' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  date?: string;

  @ApiPropertyOptional({ type: [String], description: 'Sent before: POST /v1/served/{item}/files.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsUUID(undefined, { each: true })
  files?: string[];

  @ApiPropertyOptional({ type: TableBody })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TableBody)
  table?: TableBody;

  @ApiPropertyOptional({ maxLength: 2000, description: 'Why it cannot be answered.' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  unavailable?: string;
}

export class AnswerRequestBody {
  @ApiProperty({ type: [AnswerBody] })
  @IsArray()
  @ArrayMaxSize(QUESTIONS_MAX)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AnswerBody)
  answers!: AnswerBody[];

  @ApiPropertyOptional({ maxLength: 4000 })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  message?: string;
}
