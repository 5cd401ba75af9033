import { ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery } from '@tidemark/edge';
import { IsIn, IsOptional } from 'class-validator';
import { SERVED_VIEWS } from './served-kinds.js';
import { SERVED_STATUSES } from './served-status.js';

const KINDS = Object.keys(SERVED_VIEWS);

export class ServedQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: KINDS })
  @IsOptional()
  @IsIn(KINDS)
  kind?: string;

  @ApiPropertyOptional({ enum: SERVED_STATUSES })
  @IsOptional()
  @IsIn(SERVED_STATUSES)
  status?: string;
}
