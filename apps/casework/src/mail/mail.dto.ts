import { ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery } from '@tidemark/edge';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

const STATES = ['WAITING', 'SENT', 'FAILED', 'NOT_CONFIGURED', 'ERASED'] as const;

export class MailsQuery extends CursorQuery {
  @ApiPropertyOptional({ description: 'Of this case alone.' })
  @IsOptional()
  @IsUUID()
  case?: string;

  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];
}
