import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { SCREENING_CONFIGURATION } from '@tidemark/screening';
import { RegistryWrites } from '../registry/registry-writes.js';
import { PartyRecords } from './party-records.port.js';

/** A release with another matcher finds records by other keys: everybody is resolved again, or new records would not meet old ones. */
@Injectable()
export class ResolveAfterUpgrade implements OnApplicationBootstrap {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly records: PartyRecords,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.writes.runAsRegistry(this.clock.now(), async (write) => {
      for (const record of await this.records.markedOtherwise(write.tx, SCREENING_CONFIGURATION.id))
        await write.task('resolve-customer', record);
    });
  }
}
