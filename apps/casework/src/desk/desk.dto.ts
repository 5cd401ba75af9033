import { ApiProperty } from '@nestjs/swagger';
import { MENTION_KINDS, type MentionKind } from '@tidemark/domain';
import { Instant } from '@tidemark/edge';
import { IsIn, IsString, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { BecauseBody, PERSON_ID } from '../cases/cases.dto.js';

export class AssignBody extends BecauseBody {
  @ApiProperty({ type: String, nullable: true, description: 'The person as tokens name her; null: nobody.' })
  @ValidateIf(({ person }: AssignBody) => person !== null)
  @IsString()
  @Matches(PERSON_ID, { message: 'person must be the id of a person, or null' })
  person!: string | null;
}

export class NoteBody {
  @ApiProperty({ minLength: 1, maxLength: 20_000, description: 'Added and never edited. May name persons: it goes when they are erased.' })
  @IsString()
  @MinLength(1)
  @MaxLength(20_000)
  text!: string;
}

export class MentionBody extends BecauseBody {
  @ApiProperty({ enum: MENTION_KINDS })
  @IsIn(MENTION_KINDS)
  kind!: MentionKind;

  @ApiProperty({ minLength: 1, maxLength: 2000, description: 'An id, or for "url" an address.' })
  @IsString()
  @MinLength(1)
  @MaxLength(2000)
  ref!: string;
}

export class SnoozeBody extends BecauseBody {
  @Instant('Until when it is out of the queue: at most what the policy allows.')
  until!: number;
}
