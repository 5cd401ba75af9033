import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { RecordFate, ReportFate } from './report-fate.js';
import type { ReportId } from './report-fate.port.js';

export class PartsView {
  @ApiProperty({ description: 'Accelerator-milliseconds, decimal.' })
  countedMs!: string;

  @ApiProperty()
  duplicateMs!: string;

  @ApiProperty()
  conflictMs!: string;
}

export class RecordFateView {
  @ApiProperty({ type: 'integer', description: 'As sent, from 0.' })
  index!: number;

  @ApiProperty({ enum: ['COUNTED', 'HELD', 'DUPLICATE', 'CONFLICT', 'REJECTED', 'REPLACED'] })
  fate!: string;

  @ApiPropertyOptional({ description: 'Why, where it is not simply counted: a stable code.' })
  reason?: string;

  @ApiPropertyOptional({ description: 'The field at fault of a rejected record.' })
  field?: string;

  @ApiPropertyOptional({ description: 'What a held record waits for.' })
  waitingFor?: string;

  @ApiProperty({ type: PartsView })
  parts!: PartsView;

  @ApiPropertyOptional({ description: 'The record that stands in its place: epoch/sequence/index.' })
  replacedBy?: string;
}

export class ReportCopyView {
  @ApiProperty()
  ledgerPosition!: string;

  @ApiProperty()
  knownAtMs!: string;

  @ApiProperty({ enum: ['DUPLICATE', 'CONFLICT'] })
  fate!: string;

  @ApiProperty()
  contentHash!: string;
}

export class ReportFateView {
  @ApiProperty()
  provider!: string;

  @ApiProperty()
  source!: string;

  @ApiProperty({ type: 'integer' })
  epoch!: number;

  @ApiProperty()
  sequence!: string;

  @ApiProperty({ enum: ['COUNTED', 'OPAQUE'], description: 'OPAQUE: of a schema version that cannot be read yet.' })
  status!: string;

  @ApiProperty({ description: 'SHA-256, lower-case hex.' })
  contentHash!: string;

  @ApiProperty()
  ledgerPosition!: string;

  @ApiProperty()
  knownAtMs!: string;

  @ApiProperty({ type: [RecordFateView] })
  records!: RecordFateView[];

  @ApiProperty({ type: [ReportCopyView], description: 'Later submissions under the same id; this one stands.' })
  copies!: ReportCopyView[];
}

export const reportFateView = (id: ReportId, fate: ReportFate): ReportFateView => ({
  provider: id.provider,
  source: id.source,
  epoch: id.epoch,
  sequence: id.sequence.toString(),
  status: fate.status,
  contentHash: fate.contentHash,
  ledgerPosition: fate.ledgerPosition.toString(),
  knownAtMs: fate.knownAtMs.toString(),
  records: fate.records.map(recordView),
  copies: fate.copies.map((copy) => ({ ...copy, ledgerPosition: copy.ledgerPosition.toString(), knownAtMs: copy.knownAtMs.toString() })),
});

const recordView = ({ parts, ...record }: RecordFate): RecordFateView => ({
  ...record,
  parts: {
    countedMs: parts.countedMs.toString(),
    duplicateMs: parts.duplicateMs.toString(),
    conflictMs: parts.conflictMs.toString(),
  },
});
