import { ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery } from '@tidemark/edge';
import { IsOptional, IsString, Matches } from 'class-validator';

export class ServedQuery extends CursorQuery {
  @ApiPropertyOptional({ example: 'INFORMATION_REQUEST' })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Z_]{1,40}$/)
  kind?: string;

  @ApiPropertyOptional({ example: 'sent' })
  @IsOptional()
  @IsString()
  @Matches(/^[a-z_-]{1,40}$/)
  status?: string;
}
