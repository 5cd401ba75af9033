import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import { type Refused, refuse, tenantOfReader } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { SCREENING_CONFIGURATION, type ScreenedPerson } from '@tidemark/screening';
import { SealingKeys } from '@tidemark/sealing';
import { ListIndexes } from './list-indexes.js';
import { ownerOfScreening, PERSON, RESULT } from './record-screening.js';
import { resultHash, resultText, type ScreeningResult, screenPerson } from './screen-person.js';
import type { ScreeningRefusalCode } from './screening.refusals.js';
import { type KeptScreening, Screenings } from './screenings.port.js';

export interface OpenedScreening {
  readonly screening: KeptScreening;
  readonly person: ScreenedPerson;
  /** As it was recorded, to the byte. */
  readonly result: string;
}

export interface Repetition extends OpenedScreening {
  readonly repeated: string;
  readonly equal: boolean;
}

/** Reads screenings, and does them again to see that the same comes out. */
@Injectable()
export class ScreeningQuery {
  constructor(
    private readonly transactions: Transactions,
    private readonly screenings: Screenings,
    private readonly keys: SealingKeys,
    private readonly indexes: ListIndexes,
  ) {}

  open(caller: Caller, id: string): Promise<OpenedScreening | Refused<ScreeningRefusalCode>> {
    return this.transactions.read(tenantOfReader(caller), (tx) => this.openIn(tx, caller, id));
  }

  /** By the recorded facts, list versions and threshold; by the same configuration, or not at all. */
  repeat(caller: Caller, id: string): Promise<Repetition | Refused<ScreeningRefusalCode>> {
    return this.transactions.read(tenantOfReader(caller), async (tx) => {
      const opened = await this.openIn(tx, caller, id);
      if ('refused' in opened) return opened;
      const { configuration, lists, threshold } = opened.screening;
      if (configuration !== SCREENING_CONFIGURATION.id) {
        return refuse('SCREENING_CONFIGURATION_CHANGED', `It was ${configuration}, and is ${SCREENING_CONFIGURATION.id} now.`, {
          members: { recorded: configuration, current: SCREENING_CONFIGURATION.id },
        });
      }
      const repeated = resultText(screenPerson(opened.person, await this.indexes.at(tx, lists), threshold));
      return { ...opened, repeated, equal: repeated === opened.result };
    });
  }

  /** Who asked about a name sees it alone: the scheme's people are not shown whom a provider's people were curious about. */
  private async openIn(tx: Transaction, caller: Caller, id: string): Promise<OpenedScreening | Refused<ScreeningRefusalCode>> {
    const screening = await this.screenings.find(tx, id);
    if (!screening || (screening.customer === undefined && screening.provider !== (caller.provider ?? ''))) {
      return refuse('SCREENING_UNKNOWN', 'There is no such screening.');
    }
    const key = await this.keys.find(tx, ownerOfScreening(screening));
    if (!key) return refuse('SCREENING_ERASED', 'Its key was destroyed.');
    return {
      screening,
      person: key.openJson<ScreenedPerson>(PERSON(id), screening.person),
      result: key.openText(RESULT(id), screening.result),
    };
  }
}

export const readResult = (text: string): ScreeningResult & { sha256: string } => ({
  ...(JSON.parse(text) as ScreeningResult),
  sha256: resultHash(text),
});
