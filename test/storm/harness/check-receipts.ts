/** Every receipt must be found in the log, and what stands there must be what was sent. */
import { TOPICS } from '@tidemark/messaging';
import type { Delivery } from '../workload/workload.js';
import type { Receipt } from './doors.js';
import { limited, same, show } from './equality.js';
import type { Installation } from './installation.js';
import { type LoggedReport, readTopic } from './log-reader.js';
import type { Sent } from './sender.js';

/** What is wrong, in words; nothing when all is well. */
export async function checkReceipts(installation: Installation, sent: Sent, reports: readonly LoggedReport[]): Promise<string[]> {
  const byPosition = new Map(reports.map((logged) => [`${logged.partition}|${logged.offset}`, logged]));
  const faults = sent.answered.flatMap(({ delivery, receipt }) => checkOne(delivery, receipt, byPosition));
  return limited('receipts', [...faults, ...(sent.intake.length > 0 ? await checkIntake(installation, sent, byPosition) : [])]);
}

function checkOne(delivery: Delivery, receipt: Receipt, byPosition: ReadonlyMap<string, LoggedReport>): string[] {
  const name = `${delivery.provider}/${delivery.source} ${delivery.epoch}/${delivery.sequence}`;
  const logged = byPosition.get(`${receipt.position.partition}|${receipt.position.offset}`);
  if (!logged) return [`${name}: nothing stands at the position of its receipt, ${JSON.stringify(receipt.position)}`];
  const { report } = logged;
  const faults: string[] = [];
  const expect = (what: string, actual: unknown, expected: unknown): void => {
    if (!same(actual, expected)) faults.push(`${name}: ${what} is ${show(actual)} and should be ${show(expected)}`);
  };
  const id = [delivery.provider, delivery.source, delivery.epoch, String(delivery.sequence)];
  expect('id in the receipt', [receipt.provider, receipt.source, receipt.epoch, receipt.sequence], id);
  expect('id in the log', [report.provider, report.source, report.epoch, String(report.sequence)], id);
  expect('log', receipt.position.log, TOPICS.reports);
  expect('opaque', report.opaque, delivery.opaque);
  if (delivery.opaque) return faults;
  expect('content hash', receipt.contentHash, report.contentHash);
  expect('rejected by verdict', receipt.rejected, delivery.rejected);
  expect('rejected in the log', report.rejected, delivery.rejected);
  expect('record count', report.recordCount, delivery.accepted.length + delivery.rejected.length);
  expect('records', report.records, delivery.accepted);
  return faults;
}

/** Every message of the intake topics is answered at least once on the verdicts topics, by its coordinates. */
async function checkIntake({ log }: Installation, { intake }: Sent, byPosition: ReadonlyMap<string, LoggedReport>): Promise<string[]> {
  const receipts = new Map<string, Receipt>();
  for (const provider of new Set(intake.map(({ delivery }) => delivery.provider)))
    for (const { value } of await readTopic(log, TOPICS.verdicts(provider))) {
      const json = JSON.parse(value.toString()) as Receipt & {
        message: { log: string; partition?: number; offset?: string };
        verdicts?: { index?: number; verdict: string }[];
      };
      const rejected = (json.verdicts ?? []).filter(({ verdict }) => verdict === 'REJECTED').map(({ index }) => index ?? 0);
      const position = { log: json.position?.log, partition: json.position?.partition ?? 0, offset: String(json.position?.offset ?? 0) };
      receipts.set(`${json.message.log}|${json.message.partition ?? 0}|${json.message.offset ?? 0}`, {
        ...json,
        sequence: String(json.sequence),
        position,
        rejected,
      });
    }
  return intake.flatMap(({ delivery, partition, offset }) => {
    const receipt = receipts.get(`${TOPICS.intake(delivery.provider)}|${partition}|${offset}`);
    if (!receipt) return [`no verdict on intake message ${delivery.provider} ${partition}/${offset}`];
    return checkOne(delivery, receipt, byPosition);
  });
}
