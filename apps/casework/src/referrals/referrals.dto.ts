import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  REFERRAL_OUTCOMES,
  REFERRAL_SECTIONS,
  type ReferralOutcome,
  type ReferralSection,
  SCOPE_KINDS,
  type ScopeKind,
} from '@tidemark/domain';
import { CursorQuery } from '@tidemark/edge';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBase64,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Envelope } from './envelope.js';

const AUTHORITY = /^[a-z0-9][a-z0-9-]{0,62}$/;

export class ProposeReferralBody {
  @ApiProperty({ description: 'The authority: one of GET /v1/authorities.' })
  @Matches(AUTHORITY)
  to!: string;

  @ApiProperty({ enum: REFERRAL_SECTIONS, isArray: true, description: 'What goes: only what the rule for that authority allows.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(REFERRAL_SECTIONS.length)
  @ArrayUnique()
  @IsIn(REFERRAL_SECTIONS, { each: true })
  sections!: ReferralSection[];

  @ApiProperty({ minLength: 3, maxLength: 4000, description: 'Why, without names. Stays here.' })
  @IsString()
  @Length(3, 4000)
  reason!: string;

  @ApiProperty({ minLength: 3, maxLength: 1000, description: 'On what legal basis. Goes with it.' })
  @IsString()
  @Length(3, 1000)
  legalBasis!: string;

  @ApiPropertyOptional({ maxLength: 10_000, description: 'With the section STATEMENT: goes with it, so it names nobody.' })
  @IsOptional()
  @IsString()
  @Length(3, 10_000)
  statement?: string;
}

/** What another installation signed. */
export class EnvelopeBody implements Envelope {
  @ApiProperty({ example: 'tidemark.referral.v1' })
  @IsString()
  @Length(1, 64)
  type!: string;

  @ApiProperty({ description: 'base64 of the canonical JSON that is signed.' })
  @IsBase64()
  @MaxLength(240_000)
  payload!: string;

  @ApiProperty({ description: 'Ed25519 over exactly those bytes, base64.' })
  @IsBase64()
  @MaxLength(200)
  signature!: string;

  @ApiProperty({ description: 'sha256 of the sender’s public key, hex.' })
  @Matches(/^[0-9a-f]{64}$/)
  key!: string;
}

const unsigned = (body: { payload?: string }) => body.payload === undefined;
const signed = (body: { payload?: string; type?: string; signature?: string; key?: string }) =>
  body.payload !== undefined || body.type !== undefined || body.signature !== undefined || body.key !== undefined;

/** Of calls that take either one's own word or a document that another installation signed: the document is whole or not there. */
export class PerhapsSigned {
  @ApiPropertyOptional({ example: 'tidemark.referral-receipt.v1' })
  @ValidateIf(signed)
  @IsString()
  @Length(1, 64)
  type?: string;

  @ApiPropertyOptional()
  @ValidateIf(signed)
  @IsBase64()
  @MaxLength(240_000)
  payload?: string;

  @ApiPropertyOptional()
  @ValidateIf(signed)
  @IsBase64()
  @MaxLength(200)
  signature?: string;

  @ApiPropertyOptional()
  @ValidateIf(signed)
  @Matches(/^[0-9a-f]{64}$/)
  key?: string;
}

export const envelopeIn = ({ type, payload, signature, key }: PerhapsSigned): Envelope | undefined =>
  type === undefined || payload === undefined || signature === undefined || key === undefined
    ? undefined
    : { type, payload, signature, key };

export class ReceiptBody extends PerhapsSigned {}

export class ReferralAnswerBody extends PerhapsSigned {
  @ApiPropertyOptional({ enum: REFERRAL_OUTCOMES })
  @ValidateIf(unsigned)
  @IsIn(REFERRAL_OUTCOMES)
  outcome?: ReferralOutcome;

  @ApiPropertyOptional({
    minLength: 3,
    maxLength: 10_000,
    description: 'What becomes of it. Goes to the other authority, so it names nobody.',
  })
  @ValidateIf(unsigned)
  @IsString()
  @Length(3, 10_000)
  words?: string;
}

export const REQUESTED_SECTIONS = REFERRAL_SECTIONS.filter((section) => section !== 'IDENTITY');

class AboutSubject {
  @ApiProperty({ enum: SCOPE_KINDS })
  @IsIn(SCOPE_KINDS)
  kind!: ScopeKind;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @Length(1, 63)
  provider?: string;

  @ApiProperty()
  @IsString()
  @Length(1, 200)
  id!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @Length(1, 63)
  controlRule?: string;
}

export class AboutBody {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @Length(1, 200)
  case?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @Length(1, 200)
  flag?: string;

  @ApiPropertyOptional({ type: AboutSubject })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AboutSubject)
  subject?: AboutSubject;
}

/** One's own question, or one that another installation signed. */
export class AuthorityRequestBody extends PerhapsSigned {
  @ApiPropertyOptional({ description: 'The authority that is asked.' })
  @ValidateIf(unsigned)
  @Matches(AUTHORITY)
  to?: string;

  @ApiPropertyOptional({ type: AboutBody, description: 'Exactly one of case, flag and subject.' })
  @ValidateIf(unsigned)
  @IsObject()
  @ValidateNested()
  @Type(() => AboutBody)
  about?: AboutBody;

  @ApiPropertyOptional({ enum: REQUESTED_SECTIONS, isArray: true, description: 'An identity is never asked for this way.' })
  @ValidateIf(unsigned)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(REQUESTED_SECTIONS, { each: true })
  sections?: ReferralSection[];

  @ApiPropertyOptional({ minLength: 3, maxLength: 4000, description: 'What it is needed for. Goes to the other authority.' })
  @ValidateIf(unsigned)
  @IsString()
  @Length(3, 4000)
  purpose?: string;

  @ApiPropertyOptional({ minLength: 3, maxLength: 1000 })
  @ValidateIf(unsigned)
  @IsString()
  @Length(3, 1000)
  legalBasis?: string;

  @ApiPropertyOptional({ description: 'One’s own case that asks; absent: one is opened for it.' })
  @IsOptional()
  @IsString()
  @MaxLength(36)
  case?: string;
}

export class AuthorityAnswerBody extends PerhapsSigned {
  @ApiPropertyOptional({ enum: REQUESTED_SECTIONS, isArray: true, description: 'Of those that were asked for.' })
  @ValidateIf(unsigned)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(REQUESTED_SECTIONS, { each: true })
  sections?: ReferralSection[];

  @ApiPropertyOptional({ minLength: 3, maxLength: 4000, description: 'Why it is answered. Goes to the other authority.' })
  @ValidateIf(unsigned)
  @IsString()
  @Length(3, 4000)
  reason?: string;

  @ApiPropertyOptional({ maxLength: 10_000, description: 'With the section STATEMENT.' })
  @IsOptional()
  @IsString()
  @Length(3, 10_000)
  statement?: string;
}

export class ExchangesQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: ['SENT', 'RECEIVED'] })
  @IsOptional()
  @IsIn(['SENT', 'RECEIVED'])
  side?: 'SENT' | 'RECEIVED';
}
