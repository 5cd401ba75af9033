import { Injectable } from '@nestjs/common';
import { SCREENING_CONFIGURATION } from '@tidemark/screening';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { ListVersions } from '../lists/list-versions.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { ListIndexes } from './list-indexes.js';
import type { LoadedList } from './loaded-list.js';
import { MATCHES_MAX } from './screen-person.js';
import { screenedCustomer } from './screened-customer.js';
import { RESCREEN_SOME, SCREEN_CUSTOMER } from './screening-tasks.js';

interface Part {
  list: string;
  version: number;
  customers: string[];
}

/** Compares some customers with the list that changed, and has those screened whom a new or changed entry matches. */
@Injectable()
export class RescreenSomeTask extends RegistryTask {
  readonly kind = RESCREEN_SOME;

  constructor(
    private readonly lists: ListVersions,
    private readonly indexes: ListIndexes,
    private readonly customers: CustomerDirectory,
  ) {
    super();
  }

  async run(write: Write, _subject: string, payload: Record<string, unknown>): Promise<void> {
    const { list, version, customers } = payload as unknown as Part;
    const loaded = (await this.indexes.current(write.tx)).find(({ ref }) => ref.list === list);
    if (!loaded) throw new Error(`The list ${list} has a version and is not there`);
    const put = new Set(await this.lists.putIn(write.tx, list, version));
    for (const [customer, profile] of await this.customers.profiles(write.tx, customers)) {
      const touched = matchesOf(loaded, profile).some(({ entry }) => put.has(entry));
      if (touched) await write.task(SCREEN_CUSTOMER, customer, { payload: { byList: true } });
    }
  }
}

const matchesOf = (list: LoadedList, profile: Parameters<typeof screenedCustomer>[0]) =>
  list.screen(screenedCustomer(profile), { threshold: SCREENING_CONFIGURATION.alertThreshold, limit: MATCHES_MAX + 1 });
