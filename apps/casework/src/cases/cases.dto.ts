import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MATTERS, type Matter, SCOPE_KINDS, type ScopeKind, SEVERITIES, type Severity } from '@tidemark/domain';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';

/** Of evidence, each: it lies in the open part of the log, so no word of anybody is one. */
export const EachAnId = () =>
  Matches(/^\S{1,200}$/, { each: true, message: 'evidence names ids, each without space: words belong into the reason' });

/** A person as tokens name her: it lies in the open too. */
export const PERSON_ID = /^[\x21-\x7e]{1,200}$/;

/** Why, for the record of the case. */
export class BecauseBody {
  @ApiProperty({ minLength: 3, maxLength: 4000, description: 'In words that name no person: reasons are kept as long as the case.' })
  @IsString()
  @MinLength(3)
  @MaxLength(4000)
  reason!: string;
}

/** Why, and on what that rests. */
export class ReasonBody extends BecauseBody {
  @ApiPropertyOptional({ type: [String], description: 'Ids that the reason rests on: flags, answers, files.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @EachAnId()
  evidence?: string[];
}

export class ScopeBody {
  @ApiProperty({ enum: SCOPE_KINDS })
  @IsIn(SCOPE_KINDS)
  kind!: ScopeKind;

  @ApiPropertyOptional({ description: 'Of a cluster, an account or a customer record.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(63)
  provider?: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  id!: string;
}

export class OpenCaseBody extends ReasonBody {
  @ApiProperty({ enum: MATTERS })
  @IsIn(MATTERS)
  matter!: Matter;

  @ApiProperty({ type: ScopeBody })
  @IsObject()
  @ValidateNested()
  @Type(() => ScopeBody)
  subject!: ScopeBody;

  @ApiPropertyOptional({ enum: SEVERITIES, default: 'MEDIUM' })
  @IsOptional()
  @IsIn(SEVERITIES)
  severity: Severity = 'MEDIUM';

  @ApiPropertyOptional({ type: String, description: 'ISO 3166-1 alpha-2, EU, or "-".', default: '-' })
  @IsOptional()
  @IsString()
  @MaxLength(8)
  jurisdiction = '-';
}
