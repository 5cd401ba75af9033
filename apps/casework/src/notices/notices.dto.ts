import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { REPLY_KINDS, type ReplyKind } from '@tidemark/domain';
import { OptionalInstant } from '@tidemark/edge';
import { ArrayMaxSize, IsArray, IsEmail, IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { EachAnId } from '../cases/cases.dto.js';

const THROUGH = ['PROVIDER', 'EMAIL', 'BOTH'] as const;
const WORDS_MAX = 20_000;

/** What a customer writes: an appeal that says nothing would bring the case before people who took no part. */
const Words = () =>
  applyDecorators(
    ApiProperty({ minLength: 3, maxLength: WORDS_MAX }),
    IsString(),
    MinLength(3),
    MaxLength(WORDS_MAX),
    Matches(/\S/, { message: '$property says nothing' }),
  );

export class ServeNoticeBody {
  @ApiPropertyOptional({ enum: ['CUSTOMER'], default: 'CUSTOMER' })
  @IsOptional()
  @IsIn(['CUSTOMER'])
  audience: 'CUSTOMER' = 'CUSTOMER';

  @ApiProperty({ enum: THROUGH })
  @IsIn(THROUGH)
  through!: (typeof THROUGH)[number];

  @ApiPropertyOptional({ description: 'That hands it over: one whose customer the case is about.' })
  @IsOptional()
  @IsString()
  @Matches(/^[a-z0-9-]{1,63}$/)
  provider?: string;

  @ApiPropertyOptional({ type: String, default: 'en', description: 'BCP 47, of the statement of reasons.' })
  @IsOptional()
  @IsString()
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
  language = 'en';

  @ApiPropertyOptional({ description: 'Where it is mailed to.' })
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;
}

/** What a customer writes with the code of its notice. */
export class CustomerReplyBody {
  @ApiPropertyOptional({ enum: REPLY_KINDS, default: 'REPLY', description: 'APPEAL_WAIVED: the customer will not appeal.' })
  @IsOptional()
  @IsIn(REPLY_KINDS)
  kind: ReplyKind = 'REPLY';

  @Words()
  text!: string;
}

export class CustomerAppealBody {
  @Words()
  grounds!: string;
}

class CameAnotherWay {
  @ApiPropertyOptional({ description: 'The notice that it answers.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  notice?: string;

  @OptionalInstant('When it came; absent: now.')
  receivedAt?: number;

  @ApiPropertyOptional({ type: [String], description: 'Where it stands: ids of files of the case.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @EachAnId()
  evidence: string[] = [];
}

export class RecordedReplyBody extends CameAnotherWay {
  @ApiPropertyOptional({ enum: REPLY_KINDS, default: 'REPLY' })
  @IsOptional()
  @IsIn(REPLY_KINDS)
  kind: ReplyKind = 'REPLY';

  @Words()
  text!: string;
}

export class RecordedAppealBody extends CameAnotherWay {
  @Words()
  grounds!: string;
}
