import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JUDGEMENTS, type Judgement } from '@tidemark/domain';
import { CursorQuery, OptionalInstant } from '@tidemark/edge';
import { IsIn, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import type { CandidateState } from './party-candidates.port.js';

const STATES = ['OPEN', ...JUDGEMENTS, 'GONE'] as const;

export class DecideCandidate {
  @ApiProperty({ enum: JUDGEMENTS })
  @IsIn(JUDGEMENTS)
  judgement!: Judgement;

  @ApiProperty({ description: 'What the judgement rests on. Kept sealed; shown for a stated purpose alone.' })
  @IsString()
  @Length(3, 2000)
  reason!: string;
}

export class JudgeRecords extends DecideCandidate {
  @ApiProperty({ format: 'uuid', description: 'A customer record.' })
  @IsUUID()
  left!: string;

  @ApiProperty({ format: 'uuid', description: 'Another, of the same provider or of another one.' })
  @IsUUID()
  right!: string;
}

export class CandidateQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: CandidateState;

  @ApiPropertyOptional({ format: 'uuid', description: 'Candidates that this customer record is in.' })
  @IsOptional()
  @IsUUID()
  customer?: string;
}

export class PartiesQuery extends CursorQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'The party of this customer record alone.' })
  @IsOptional()
  @IsUUID()
  customer?: string;
}

export class PartyQuery {
  @OptionalInstant('As known at this time, included; absent: now.')
  knownAt?: number;
}

export class PurposeQuery {
  @ApiPropertyOptional({ description: 'As the header Tidemark-Purpose.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  purpose?: string;
}
