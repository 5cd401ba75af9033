import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CONTROL_KINDS, CONTROL_RULES, type ControlKind, type ControlRule } from '@tidemark/domain';
import { CursorQuery, Instant, OptionalInstant } from '@tidemark/edge';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';

export class StateOwner {
  @ApiProperty({ format: 'uuid', description: 'The record of the owner or controller; with "related" where it rents nothing.' })
  @IsUUID()
  owner!: string;

  @ApiProperty({ enum: CONTROL_KINDS })
  @IsIn(CONTROL_KINDS)
  kind!: ControlKind;

  @ApiPropertyOptional({ description: 'Of SHARES and VOTES: exact, "1/3", "0.25" or "25%".', example: '1/3' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  share?: string;

  @Instant('It holds from here on; also in the past.')
  from!: number;

  @OptionalInstant('Exclusive. Absent: without a known end.')
  to?: number;

  @ApiPropertyOptional({ type: [String], description: 'Ids of documents, or where it is written. Kept sealed.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 500, { each: true })
  evidence?: string[];

  @ApiProperty({ description: 'Who says so: customer, provider, registry:GLEIF, a document. Kept sealed.', example: 'customer' })
  @IsString()
  @Length(1, 200)
  source!: string;
}

export class EndOwner {
  @Instant('It holds no longer from here on; also in the past. Its own start: it never held.')
  at!: number;
}

export class InstantQuery {
  @OptionalInstant('As of this instant; absent: now.')
  asOf?: number;

  @OptionalInstant('As known at this time, included; absent: now.')
  knownAt?: number;
}

export class OwnersQuery extends InstantQuery {
  @ApiPropertyOptional({ description: 'As the header Tidemark-Purpose: shows source and evidence of the statements, and is logged.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  purpose?: string;
}

export class ControllersQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: CONTROL_RULES, default: 'control' })
  @IsOptional()
  @IsIn(CONTROL_RULES)
  rule: ControlRule = 'control';

  @OptionalInstant('As of this instant; absent: now.')
  asOf?: number;

  @OptionalInstant('As known at this time, included; absent: now.')
  knownAt?: number;
}
