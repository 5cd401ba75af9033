import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Refused } from '@tidemark/edge';
import type { Write } from '../registry/write.js';
import type { BulkRefusalCode } from './bulk.refusals.js';
import { type BulkFormat, readBulkFile } from './bulk-file.js';
import { type BulkOnboarding, BulkOnboardings } from './bulk-onboardings.port.js';
import { ONBOARD_BULK } from './onboard-bulk.task.js';

/** Takes a file: from here on its rows come in by themselves, whatever is killed. */
@Injectable()
export class StartBulkHandler {
  constructor(private readonly onboardings: BulkOnboardings) {}

  async start(
    { tx, nowMs, by, task }: Write,
    { provider, format, bytes }: { provider: string; format: BulkFormat; bytes: Uint8Array },
  ): Promise<BulkOnboarding | Refused<BulkRefusalCode>> {
    const file = readBulkFile(bytes, format);
    if ('refused' in file) return file;
    const { rows } = file;
    const counts = { rows: rows.length, onboarded: 0, existing: 0, rejected: 0 };
    const onboarding = { id: randomUUID(), provider, format, startedBy: by, startedAtMs: nowMs, doneAtMs: undefined, ...counts };
    await this.onboardings.start(tx, onboarding, rows);
    await task(ONBOARD_BULK, onboarding.id);
    return onboarding;
  }
}
