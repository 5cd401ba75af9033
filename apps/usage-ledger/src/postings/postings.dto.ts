import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { type Answer, refuse, shown } from '../ask/ledger-refusal.js';

export class PostingsQuery {
  @ApiPropertyOptional({ description: 'Ledger position; postings above it. 0 when absent: from the beginning.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  after?: string;

  @ApiPropertyOptional({ description: 'Transactions a page, 1 to 1000; 100 when absent. Each has any number of postings.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  limit?: string;
}

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1_000;
const POSITION_MAX = 2n ** 63n - 1n;

export function readPostingsQuery({ after = '0', limit }: PostingsQuery): Answer<{ after: bigint; limit: number }> {
  if (!/^\d{1,19}$/.test(after) || BigInt(after) > POSITION_MAX)
    return refuse('AFTER_INVALID', `after must be a ledger position, 0 or more; it was ${shown(after)}.`, 'after');
  if (limit === undefined) return { answer: { after: BigInt(after), limit: LIMIT_DEFAULT } };
  const wanted = /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (wanted < 1 || wanted > LIMIT_MAX)
    return refuse('LIMIT_INVALID', `limit must be a whole number from 1 to ${LIMIT_MAX}; it was ${shown(limit)}.`, 'limit');
  return { answer: { after: BigInt(after), limit: wanted } };
}
