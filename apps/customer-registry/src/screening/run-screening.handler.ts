import { Injectable } from '@nestjs/common';
import { type Refused, refuse, tenantOfReader, type WriteRequest } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { SCREENING_CONFIGURATION, type ScreenedPerson } from '@tidemark/screening';
import { RegistryWrites } from '../registry/registry-writes.js';
import type { Write } from '../registry/write.js';
import { ListIndexes } from './list-indexes.js';
import type { LoadedList } from './loaded-list.js';
import { RecordScreening } from './record-screening.js';
import { type ScreeningResult, screenPerson } from './screen-person.js';
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

  /** Lists are loaded and the person is compared before the registry's head is taken: nobody waits for either. */
  async handle(request: WriteRequest, wanted: ScreeningWanted): Promise<Run> {
    const early = await this.transactions.read(tenantOfReader(request.caller), (tx) => this.compare(tx, wanted));
    return this.writes.run(request, async (write) => {
      const now = await this.indexes.current(write.tx);
      const compared = sameVersions(early.all, now) ? early : await this.compare(write.tx, wanted);
      return this.record(write, wanted, compared);
    });
  }

  private async compare(tx: Transaction, { person, lists: asked, threshold }: ScreeningWanted): Promise<Compared> {
    const all = await this.indexes.current(tx);
    const lists = all.filter(({ ref }) => asked === undefined || asked.includes(ref.list));
    return { all, lists, result: screenPerson(person, lists, threshold) };
  }

  private async record(write: Write, wanted: ScreeningWanted, { all, lists, result }: Compared): Promise<Run> {
    const { person, lists: asked, threshold = SCREENING_CONFIGURATION.alertThreshold } = wanted;
    if (all.length === 0) return refuse('SCREENING_NO_LISTS', 'No list was imported yet.');
    const unknown = asked?.find((list) => !all.some(({ ref }) => ref.list === list));
    if (unknown !== undefined) return refuse('SCREENING_LISTS_UNKNOWN', `No list is called "${unknown}".`, { field: 'lists' });
    const basis = { person, lists: lists.map(({ ref }) => ref), configuration: SCREENING_CONFIGURATION.id, threshold };
    return this.recording.record(write, { ...basis, provider: write.provider ?? '', result });
  }
}

interface Compared {
  all: readonly LoadedList[];
  lists: readonly LoadedList[];
  result: ScreeningResult;
}

const sameVersions = (one: readonly LoadedList[], other: readonly LoadedList[]): boolean =>
  one.length === other.length && one.every(({ ref }, at) => ref.list === other[at]!.ref.list && ref.version === other[at]!.ref.version);
