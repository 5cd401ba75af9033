import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Instant } from '@tidemark/edge';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import { BecauseBody, PERSON_ID } from '../cases/cases.dto.js';
import { AskBody } from '../requests/information-requests.dto.js';
import { DeclarationBody } from './declaration.dto.js';

export class AskDeclarationBody extends AskBody {
  @ApiPropertyOptional({ description: 'The customer record whose declaration it is to be: of that provider.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  customer?: string;
}

export class RecordDeclarationBody extends BecauseBody {
  @ApiProperty({ type: DeclarationBody })
  @IsObject()
  @ValidateNested()
  @Type(() => DeclarationBody)
  declaration!: DeclarationBody;

  @ApiPropertyOptional({ description: 'One that was recorded before: this is its next version.' })
  @IsOptional()
  @IsUUID()
  of?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  customer?: string;
}

export class AskShareBody extends BecauseBody {
  @ApiProperty({ description: 'The third-party auditor, as a person: the claim tidemark_person of her tokens.' })
  @IsString()
  @Matches(PERSON_ID, { message: 'auditor must be the id of a person' })
  auditor!: string;

  @ApiProperty({ minLength: 3, maxLength: 2000, description: 'What the auditor is to do with it; the auditor reads it.' })
  @IsString()
  @MinLength(3)
  @MaxLength(2000)
  purpose!: string;

  @Instant('The access ends then by itself.')
  until!: number;
}

export class ComparisonQuery {
  @ApiPropertyOptional({ description: 'Absent: the newest.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version?: number;
}
