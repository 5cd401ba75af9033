import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery, isoOf } from '@tidemark/edge';
import { IsIn, IsOptional } from 'class-validator';
import type { BulkOnboarding } from './bulk-onboardings.port.js';

export const ROW_VERDICTS = ['WAITING', 'ONBOARDED', 'EXISTS', 'REJECTED'] as const;

export class RowsQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: ROW_VERDICTS })
  @IsOptional()
  @IsIn(ROW_VERDICTS)
  verdict?: (typeof ROW_VERDICTS)[number];
}

export class BulkView {
  @ApiProperty() id!: string;
  @ApiProperty() provider!: string;
  @ApiProperty({ enum: ['CSV', 'JSON_LINES'] }) format!: string;
  @ApiProperty({ enum: ['RUNNING', 'DONE'] }) state!: string;
  @ApiProperty() rows!: number;
  @ApiProperty({ description: 'Records made.' }) onboarded!: number;
  @ApiProperty({ description: 'Rows whose reference had a record before; it was left as it is.' }) existing!: number;
  @ApiProperty({ description: 'Rows that are at fault: see their problems.' }) rejected!: number;
  @ApiProperty({ description: 'Rows with a verdict.' }) done!: number;
  @ApiProperty() startedAt!: string;
  @ApiProperty() startedBy!: string;
  @ApiPropertyOptional() doneAt?: string;
}

export function bulkView({ startedAtMs, doneAtMs, ...bulk }: BulkOnboarding): BulkView {
  const { onboarded, existing, rejected } = bulk;
  return {
    ...bulk,
    state: doneAtMs === undefined ? 'RUNNING' : 'DONE',
    done: onboarded + existing + rejected,
    startedAt: isoOf(startedAtMs),
    ...(doneAtMs === undefined ? {} : { doneAt: isoOf(doneAtMs) }),
  };
}
