import { Injectable } from '@nestjs/common';
import { SCREENING_CONFIGURATION, ScreeningIndex } from '@tidemark/screening';
import { BlindIndex, ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { FollowMatches, findingsOf } from './follow-matches.js';
import { ListIndexes } from './list-indexes.js';
import { ListedOwners } from './listed-owners.js';
import { RecordScreening } from './record-screening.js';
import { screenPerson } from './screen-person.js';
import { screenedCustomer } from './screened-customer.js';
import { SCREEN_CUSTOMER } from './screening-tasks.js';
import { Screenings } from './screenings.port.js';

export const KEY_KIND = 'screening-key';

/** Screens a customer against every list as it is now: whenever its names or owners changed, or a list that can touch it. */
@Injectable()
export class ScreenCustomerTask extends RegistryTask {
  readonly kind = SCREEN_CUSTOMER;

  constructor(
    private readonly customers: CustomerDirectory,
    private readonly keys: SealingKeys,
    private readonly index: BlindIndex,
    private readonly indexes: ListIndexes,
    private readonly screenings: Screenings,
    private readonly recording: RecordScreening,
    private readonly matches: FollowMatches,
    private readonly owners: ListedOwners,
  ) {
    super();
  }

  async run(write: Write, customer: string, payload: Record<string, unknown>): Promise<void> {
    const { tx, nowMs: atMs } = write;
    const head = await this.customers.head(tx, customer);
    const profile = await this.customers.profile(tx, customer);
    const key = await this.keys.find(tx, ownerOfCustomer(customer));
    if (!head || !profile || !key) return this.screenings.forget(tx, customer);
    const { provider } = head;
    const person = screenedCustomer(profile);
    const lists = await this.indexes.current(tx);
    await this.screenings.replaceKeys(tx, customer, provider, this.index.all(KEY_KIND, ScreeningIndex.retrievalKeys(person)));
    // Compared with nothing is not screened: the first list will find everybody by these keys.
    if (lists.length === 0) return;
    const { id: configuration, alertThreshold: threshold } = SCREENING_CONFIGURATION;
    const result = screenPerson(person, lists, threshold);
    const basis = { person, lists: lists.map(({ ref }) => ref), configuration, threshold };
    const { id: screening } = await this.recording.record(write, { ...basis, provider, customer, result });
    await this.screenings.screened(tx, { customer, provider, screening, configuration, atMs });
    const about = { customer, provider, key, screening, byList: payload.byList === true };
    const isGone = ({ list, entry }: { list: string; entry: string }) =>
      !lists.some(({ ref, entries }) => ref.list === list && entries.has(entry));
    await this.matches.follow(write, { ...about, kind: 'NAME', found: findingsOf(person, result.matches, lists), isGone });
    await this.matches.follow(write, { ...about, kind: 'OWNERSHIP', found: await this.owners.of(write, customer), isGone: () => false });
  }
}
