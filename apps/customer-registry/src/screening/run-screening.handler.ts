import { Injectable } from '@nestjs/common';
import { Transactions } from '@tidemark/persistence';
import { SCREENING_CONFIGURATION, type ScreenedPerson } from '@tidemark/screening';
import { type Refused, refuse } from '../registry/refusal.js';
import { RegistryWrites } from '../registry/registry-writes.js';
import { tenantOfReader } from '../registry/tenant.js';
import type { Write, WriteRequest } from '../registry/write.js';
import { ListIndexes } from './list-indexes.js';
import { RecordScreening } from './record-screening.js';
import { screenPerson } from './screen-person.js';
import type { ScreeningRefusalCode } from './screening.refusals.js';

export interface ScreeningWanted {
  person: ScreenedPerson;
  lists?: readonly string[] | undefined;
  threshold?: number | undefined;
}

type Run = { id: string; isNew: boolean } | Refused<ScreeningRefusalCode | 'IDEMPOTENCY_KEY_REUSED'>;

/** Screens somebody whom an analyst asks about, no customer, and keeps what came out. */
@Injectable()
export class RunScreeningHandler {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly indexes: ListIndexes,
    private readonly recording: RecordScreening,
  ) {}

  async handle(request: WriteRequest, wanted: ScreeningWanted): Promise<Run> {
    // What is not in memory yet is loaded before the registry's head is taken.
    await this.transactions.read(tenantOfReader(request.caller), (tx) => this.indexes.current(tx));
    return this.writes.run(request, (write) => this.screen(write, wanted));
  }

  private async screen(
    write: Write,
    { person, lists: asked, threshold = SCREENING_CONFIGURATION.alertThreshold }: ScreeningWanted,
  ): Promise<Run> {
    const all = await this.indexes.current(write.tx);
    if (all.length === 0) return refuse('SCREENING_NO_LISTS', 'No list was imported yet.');
    const unknown = asked?.find((list) => !all.some(({ ref }) => ref.list === list));
    if (unknown !== undefined) return refuse('SCREENING_LISTS_UNKNOWN', `No list is called "${unknown}".`, { field: 'lists' });
    const lists = all.filter(({ ref }) => asked === undefined || asked.includes(ref.list));
    const result = screenPerson(person, lists, threshold);
    const basis = { person, lists: lists.map(({ ref }) => ref), configuration: SCREENING_CONFIGURATION.id, threshold };
    return this.recording.record(write, { ...basis, provider: write.provider ?? '', result });
  }
}
