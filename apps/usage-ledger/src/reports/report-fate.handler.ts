import { Inject, Injectable } from '@nestjs/common';
import { type Tenant, Transactions } from '@tidemark/persistence';
import { type Answer, refuse, shown } from '../ask/ledger-refusal.js';
import { type ReportFate, reportFate } from './report-fate.js';
import { ReportFates, type ReportId } from './report-fate.port.js';

@Injectable()
export class ReportFateHandler {
  constructor(
    private readonly transactions: Transactions,
    @Inject(ReportFates) private readonly reports: ReportFates,
  ) {}

  async handle(tenant: Tenant, id: ReportId): Promise<Answer<ReportFate>> {
    const stored = await this.transactions.read(tenant, (tx) => this.reports.find(tx, id));
    if (stored) return { answer: reportFate(stored) };
    return refuse(
      'REPORT_UNKNOWN',
      `Report ${id.epoch}/${id.sequence} of ${shown(id.source)} is not counted: it was never sent, or stands in the log and will be counted within moments.`,
    );
  }
}

/** Epoch and sequence from text: whole decimal numbers in their range and nothing else. */
export function readReportNumber(raw: { epoch: string; sequence: string }): Answer<{ epoch: number; sequence: bigint }> {
  const epoch = wholeNumber(raw.epoch, 2n ** 32n - 1n);
  if (epoch === undefined) return refuse('EPOCH_INVALID', `The epoch was ${shown(raw.epoch)}.`, 'epoch');
  const sequence = wholeNumber(raw.sequence, 2n ** 64n - 1n);
  if (sequence === undefined) return refuse('SEQUENCE_INVALID', `The sequence was ${shown(raw.sequence)}.`, 'sequence');
  return { answer: { epoch: Number(epoch), sequence } };
}

function wholeNumber(raw: string, max: bigint): bigint | undefined {
  if (!/^[1-9]\d{0,19}$/.test(raw)) return undefined;
  const value = BigInt(raw);
  return value <= max ? value : undefined;
}
