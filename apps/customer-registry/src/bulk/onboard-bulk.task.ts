import { Injectable } from '@nestjs/common';
import { BlindIndex } from '@tidemark/sealing';
import { OnboardCustomer, referenceMark } from '../customers/onboard-customer.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import type { BulkRow } from './bulk-file.js';
import { type BulkOnboarding, BulkOnboardings, type RowProblem, type RowVerdict } from './bulk-onboardings.port.js';

export const ONBOARD_BULK = 'onboard-bulk';

/** In one change: enough to be quick, few enough that others need not wait for the head. */
const ROWS_A_CHANGE = 25;

/** Brings in the next rows of a file with their verdicts, in one change, and asks for the ones after them. */
@Injectable()
export class OnboardBulkTask extends RegistryTask {
  readonly kind = ONBOARD_BULK;

  constructor(
    private readonly onboardings: BulkOnboardings,
    private readonly onboarding: OnboardCustomer,
    private readonly index: BlindIndex,
  ) {
    super();
  }

  async run(write: Write, id: string): Promise<void> {
    const bulk = await this.onboardings.find(write.tx, id);
    if (!bulk) throw new Error(`Nobody started the bulk onboarding ${id}`);
    const rows = await this.onboardings.waiting(write.tx, id, ROWS_A_CHANGE);
    // Whoever sent the file brought the customers in; the registry only carries it out.
    const asSender = { ...write, by: bulk.startedBy, provider: bulk.provider };
    for (const { row, content } of rows) await this.onboardings.decide(write.tx, id, row, await this.verdictOn(asSender, bulk, content));
    if (rows.length < ROWS_A_CHANGE) await this.onboardings.finish(write.tx, id, write.nowMs);
    else await write.task(ONBOARD_BULK, id);
  }

  private async verdictOn(write: Write, { provider }: BulkOnboarding, content: BulkRow): Promise<RowVerdict> {
    if ('code' in content) return { verdict: 'REJECTED', problems: [{ code: content.code }] };
    const { related, ...profile } = JSON.parse(content.json) as Record<string, unknown>;
    if (related !== undefined && typeof related !== 'boolean')
      return { verdict: 'REJECTED', problems: [{ code: 'FIELD_MALFORMED', field: 'related', detail: 'It must be true or false.' }] };
    const existing = await this.existing(write, provider, profile.reference);
    if (existing !== undefined) return { verdict: 'EXISTS', customer: existing };
    const made = await this.onboarding.onboard(write, { profile, related: related === true, provider });
    if ('id' in made) return { verdict: 'ONBOARDED', customer: made.id };
    const { code, field, detail, members } = made.refused;
    return { verdict: 'REJECTED', problems: (members?.problems as RowProblem[] | undefined) ?? [{ code, field, detail }] };
  }

  private async existing({ tx }: Write, provider: string, reference: unknown): Promise<string | undefined> {
    if (typeof reference !== 'string') return undefined;
    return this.onboardings.customerOf(tx, provider, referenceMark(this.index, provider, reference));
  }
}
