import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LINK_EVIDENCE_KINDS, LINK_STRENGTHS, type LinkEvidenceKind, type LinkStrength } from '@tidemark/domain';
import { CursorQuery, Instant, OptionalInstant } from '@tidemark/edge';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, IsUUID, Length, Matches, MaxLength, ValidateNested } from 'class-validator';

export class EvidenceBody {
  @ApiProperty({ enum: LINK_EVIDENCE_KINDS })
  @IsIn(LINK_EVIDENCE_KINDS)
  kind!: LinkEvidenceKind;

  @ApiPropertyOptional({ description: 'What was seen, in words. Kept sealed; shown for a stated purpose alone.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => value ?? undefined)
  @IsString()
  @Length(1, 2000)
  detail?: string;
}

export class StatementBody {
  @ApiProperty({ description: 'Id of a registered statement key.' })
  @IsString()
  @Length(1, 64)
  keyId!: string;

  @ApiProperty({ description: 'Ed25519 over the canonical JSON of the statement, 64 bytes in base64. See docs/reference/links.md.' })
  @IsString()
  @Matches(/^[A-Za-z0-9+/]{86}==$/)
  signature!: string;

  @Instant('When it was stated.')
  statedAt!: number;
}

export class LinkBasis {
  @ApiProperty({ type: EvidenceBody })
  @IsObject()
  @ValidateNested()
  @Type(() => EvidenceBody)
  evidence!: EvidenceBody;

  @ApiPropertyOptional({ enum: LINK_STRENGTHS, description: 'Absent: as strong as the evidence and whoever stands behind it.' })
  @IsOptional()
  @IsIn(LINK_STRENGTHS)
  strength?: LinkStrength;

  @ApiPropertyOptional({ type: StatementBody })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StatementBody)
  statement?: StatementBody;
}

export class DeclareLink extends LinkBasis {
  @ApiProperty({ description: 'Your own id of the account.', example: 'acct-17' })
  @IsString()
  @MaxLength(1000)
  account!: string;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  customer!: string;

  @Instant('The account is the customer’s from here on; also in the past.')
  from!: number;

  @OptionalInstant('Exclusive. Absent: without a known end.')
  to?: number;
}

export class EndLink {
  @Instant('The link holds no longer from here on; also in the past. Its own start: it never held.')
  at!: number;

  @ApiProperty({ description: 'In words. Kept sealed; shown for a stated purpose alone.' })
  @IsString()
  @Length(1, 2000)
  reason!: string;

  @ApiPropertyOptional({ default: false, description: 'It was wrong, as opposed to over.' })
  @IsOptional()
  @IsBoolean()
  mistaken?: boolean;
}

export class TransferAccount extends LinkBasis {
  @ApiProperty()
  @IsString()
  @MaxLength(1000)
  account!: string;

  @ApiProperty({ format: 'uuid', description: 'Whose the account is at that instant.' })
  @IsUUID()
  from!: string;

  @ApiProperty({ format: 'uuid', description: 'Whose it is from then on.' })
  @IsUUID()
  to!: string;

  @Instant('The instant at which it passes.')
  at!: number;
}

export class LinkQuery extends CursorQuery {
  @ApiPropertyOptional({ description: '`provider/id` where the caller may see several providers.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  account?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  customer?: string;

  @OptionalInstant('Links that hold at this instant.')
  asOf?: number;

  @OptionalInstant('As known at this time.')
  knownAt?: number;
}

export class AccountQuery {
  @OptionalInstant('Whose it is at this instant; absent: now.')
  asOf?: number;

  @OptionalInstant('As known at this time.')
  knownAt?: number;
}

export class AccountsQuery extends CursorQuery {
  @ApiPropertyOptional({
    type: Boolean,
    description: 'false: those that are nobody’s at `asOf`; true: those that are somebody’s; absent: all.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  linked?: boolean;

  @OptionalInstant('Absent: now.')
  asOf?: number;
}
