import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { SCREENING_CONFIGURATION } from '@tidemark/screening';
import { RegistryWrites } from '../registry/registry-writes.js';
import { SCREEN_CUSTOMER } from './screening-tasks.js';
import { Screenings } from './screenings.port.js';

/** A release with another matcher screens everybody again: scores, and the keys by which customers are found, follow from it. */
@Injectable()
export class RescreenAfterUpgrade implements OnApplicationBootstrap {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly screenings: Screenings,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.writes.runAsRegistry(this.clock.now(), async (write) => {
      for (const customer of await this.screenings.screenedOtherwise(write.tx, SCREENING_CONFIGURATION.id)) {
        await write.task(SCREEN_CUSTOMER, customer);
      }
    });
  }
}
