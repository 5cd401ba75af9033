import { Injectable } from '@nestjs/common';
import { refusal } from '../door-problems.js';
import { type Published, ReportPublisher } from '../publishing/report-publisher.js';
import type { ReportRead } from '../reading/report-reader.js';
import { type Outcome, type Prepared, PrepareReportHandler } from './prepare-report.handler.js';
import type { Receipt } from './receipt.js';
import type { Door } from './submission.js';

/** How long the other requests may have to wait while one of many reports is checked. */
const SLICE_MS = 20;

const NOT_DURABLE: Record<Extract<Published, { refused: unknown }>['refused'], string> = {
  DOOR_BUSY: 'As many bytes wait for the log as the door holds. Send the report again.',
  LOG_UNAVAILABLE: 'The log did not confirm the report. Send the same report again: it counts once all the same.',
  DOOR_CLOSED: 'The door is starting or closing. Send the report again.',
};

/** The one way in for reports that are answered directly: checks each, publishes them in their order, answers when all are durable. */
@Injectable()
export class SubmitReportsHandler {
  constructor(
    private readonly prepare: PrepareReportHandler,
    private readonly publisher: ReportPublisher,
  ) {}

  /** One receipt for each report, in their order. Never rejects for what a report holds. */
  async handle(provider: string, door: Door, reports: readonly ReportRead[]): Promise<Receipt[]> {
    const receipts: Promise<Receipt>[] = [];
    let sliceEndMs = performance.now() + SLICE_MS;
    for (const report of reports) {
      receipts.push(this.submit(provider, door, report));
      if (performance.now() < sliceEndMs) continue;
      await new Promise(setImmediate);
      sliceEndMs = performance.now() + SLICE_MS;
    }
    return Promise.all(receipts);
  }

  /**
   * For streams: waits for room at the log instead of being refused for the lack of it. The outer promise resolves when
   * the report is queued, in the order of the calls; the inner one when it is answered.
   */
  async whenRoom(provider: string, door: Door, read: ReportRead): Promise<{ receipt: Promise<Receipt> }> {
    const checked = this.check(provider, door, read);
    if ('refused' in checked) return { receipt: Promise.resolve(checked.refused) };
    const { published } = await this.publisher.publishWhenRoom(checked.draft);
    return { receipt: published.then((outcome) => checked.receipt(outcomeOf(outcome))) };
  }

  /** Checked and queued before this returns, so that the order of calls is the order in the log. */
  private submit(provider: string, door: Door, read: ReportRead): Promise<Receipt> {
    const checked = this.check(provider, door, read);
    if ('refused' in checked) return Promise.resolve(checked.refused);
    return this.publisher.publish(checked.draft).then((outcome) => checked.receipt(outcomeOf(outcome)));
  }

  private check(provider: string, door: Door, read: ReportRead): Prepared {
    if ('refused' in read) return { refused: this.prepare.refuse(provider, read.refused) };
    return this.prepare.handle({ ...read, provider, door });
  }
}

const outcomeOf = (published: Published): Outcome =>
  'position' in published ? published : { refused: refusal(published.refused, NOT_DURABLE[published.refused]) };
