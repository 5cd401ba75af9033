import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DOCUMENT_KINDS, type DocumentKind, type DocumentOutcome } from '@tidemark/domain';
import { OptionalInstant } from '@tidemark/edge';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class SendDocumentQuery {
  @ApiProperty({ enum: DOCUMENT_KINDS })
  @IsIn(DOCUMENT_KINDS)
  kind!: DocumentKind;

  @OptionalInstant('When the document itself ends, as a passport does.')
  expires?: number;

  @ApiPropertyOptional({ description: 'Id of the document that this one replaces.' })
  @IsOptional()
  @IsUUID()
  replaces?: string;
}

export const DOCUMENT_OUTCOMES = ['ACCEPTED', 'REJECTED', 'RESUBMIT'] as const satisfies readonly DocumentOutcome[];

export class DecideDocument {
  @ApiProperty({ enum: DOCUMENT_OUTCOMES })
  @IsIn(DOCUMENT_OUTCOMES)
  outcome!: DocumentOutcome;

  @ApiProperty()
  @IsString()
  @MaxLength(4000)
  reason!: string;
}
