import { Injectable } from '@nestjs/common';
import { ScreeningIndex } from '@tidemark/screening';
import { BlindIndex } from '@tidemark/sealing';
import { RESCREEN_LIST } from '../lists/import-list.handler.js';
import { ListVersions } from '../lists/list-versions.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { ScreeningMatches } from './matches.port.js';
import { KEY_KIND } from './screen-customer.task.js';
import { RESCREEN_SOME, SCREEN_CUSTOMER } from './screening-tasks.js';
import { Screenings } from './screenings.port.js';
import { entryMark } from './sealed-match.js';

/** Beyond this many entries a change may touch about everybody, and looking for whom would cost more than comparing all. */
const ENTRIES_LOOKED_FOR_MAX = 1_000;
/** Compared in one change: the registry's head is held meanwhile. */
const CUSTOMERS_A_PART = 200;

/**
 * A list has a new version: finds whom the difference can touch. With a list that was not there before, everybody is screened once.
 * later, who has a match with an entry that is no longer as it was is screened again;
 * who shares a key with a new or changed entry is compared with those entries first.
 */
@Injectable()
export class RescreenListTask extends RegistryTask {
  readonly kind = RESCREEN_LIST;

  constructor(
    private readonly lists: ListVersions,
    private readonly screenings: Screenings,
    private readonly matches: ScreeningMatches,
    private readonly index: BlindIndex,
  ) {
    super();
  }

  async run(write: Write, subject: string): Promise<void> {
    const at = subject.lastIndexOf('/');
    const [list, version] = [subject.slice(0, at), Number(subject.slice(at + 1))];
    if (version === 1) return this.screenAll(write);
    const ended = (await this.lists.endedIn(write.tx, list, version)).map((entry) => entryMark(this.index, list, entry));
    const matched = new Set(await this.matches.customersOf(write.tx, list, ended));
    for (const customer of matched) await write.task(SCREEN_CUSTOMER, customer, { payload: { byList: true } });
    const candidates = (await this.candidates(write, list, version)).filter((customer) => !matched.has(customer));
    for (let from = 0; from < candidates.length; from += CUSTOMERS_A_PART) {
      const customers = candidates.slice(from, from + CUSTOMERS_A_PART);
      await write.task(RESCREEN_SOME, `${subject}/${from}`, { payload: { list, version, customers } });
    }
  }

  private async screenAll(write: Write): Promise<void> {
    for (const customer of await this.screenings.everybody(write.tx))
      await write.task(SCREEN_CUSTOMER, customer, { payload: { byList: true } });
  }

  private async candidates({ tx }: Write, list: string, version: number): Promise<string[]> {
    const put = await this.lists.putIn(tx, list, version);
    if (put.length > ENTRIES_LOOKED_FOR_MAX) return this.screenings.everybody(tx);
    const keys = new Set<string>();
    for (const entry of put) {
      const kept = await this.lists.entry(tx, list, entry, version);
      for (const key of kept ? ScreeningIndex.retrievalKeys(kept.entry) : []) keys.add(key);
    }
    return this.screenings.customersByKeys(tx, this.index.all(KEY_KIND, [...keys]));
  }
}
