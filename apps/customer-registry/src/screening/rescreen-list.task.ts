import { Injectable } from '@nestjs/common';
import { type ListEntry, ScreeningIndex } from '@tidemark/screening';
import { RESCREEN_LIST } from '../lists/import-list.handler.js';
import { type EntryDifference, ListVersions } from '../lists/list-versions.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { BlindIndex } from '../sealing/blind-index.js';
import { ScreeningMatches } from './matches.port.js';
import { KEY_KIND } from './screen-customer.task.js';
import { SCREEN_CUSTOMER } from './screening-tasks.js';
import { Screenings } from './screenings.port.js';

/** Beyond this many keys a change touches about everybody, and looking for whom would cost more than screening all. */
const KEYS_MAX = 200_000;
const ENTRIES_A_PAGE = 5_000;

/** A list has a new version: screens again whom the difference can touch, and nobody else. */
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
    const touched = await this.touched(write, list, version);
    for (const customer of touched) await write.task(SCREEN_CUSTOMER, customer, { payload: { byList: true } });
  }

  /** By the keys of what is new, and by matches with what is no longer as it was. */
  private async touched({ tx }: Write, list: string, version: number): Promise<Set<string>> {
    const differences = await this.differences({ tx }, list, version);
    const keys = keysOf(differences.flatMap(({ after }) => after ?? []));
    const byKeys =
      keys.length > KEYS_MAX
        ? await this.screenings.everybodyScreened(tx)
        : await this.screenings.customersByKeys(tx, this.index.all(KEY_KIND, keys));
    const gone = differences.filter(({ change }) => change !== 'ADDED').map(({ entry }) => entry);
    return new Set([...byKeys, ...(await this.matches.customersOf(tx, list, gone))]);
  }

  private async differences({ tx }: Pick<Write, 'tx'>, list: string, version: number): Promise<EntryDifference[]> {
    const all: EntryDifference[] = [];
    for (let page: EntryDifference[] | undefined; page === undefined || page.length === ENTRIES_A_PAGE; ) {
      page = await this.lists.differences(tx, { list, version, against: version - 1, after: all.at(-1)?.entry, limit: ENTRIES_A_PAGE });
      all.push(...page);
    }
    return all;
  }
}

function keysOf(entries: readonly ListEntry[]): string[] {
  return [...new Set(entries.flatMap((entry) => ScreeningIndex.retrievalKeys(entry)))];
}
