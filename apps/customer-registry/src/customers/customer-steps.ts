import { Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import type { CustomerCommand } from '@tidemark/domain';
import { at, orProblem, type Refused, type WriteCall } from '@tidemark/edge';
import { RegistryWrites } from '../registry/registry-writes.js';
import type { Write } from '../registry/write.js';
import { ChangeCustomer } from './change-customer.js';
import { type ChangeView, changeView } from './customer.view.js';
import type { LoadedCustomer } from './customer-records.port.js';
import { CUSTOMER_REFUSALS, type CustomerRoomRefusal } from './customers.refusals.js';

export interface Step {
  id: string;
  ifMatch?: number | undefined;
}

/** By whom and when, as every command says it. */
export interface StepBy {
  by: string;
  nowMs: number;
}

/** One step on one record for a controller: in a change of its own, refusals thrown as problems. */
@Injectable()
export class CustomerSteps {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly customers: ChangeCustomer,
    private readonly clock: Clock,
  ) {}

  async take(
    call: WriteCall,
    { id, ifMatch }: Step,
    command: (step: StepBy, loaded: LoadedCustomer) => CustomerCommand | Refused<CustomerRoomRefusal>,
    /** What else belongs into the same change. */
    also?: (write: Write, after: LoadedCustomer) => Promise<void>,
  ): Promise<ChangeView> {
    const changed = await this.writes.run(at(this.clock, call), async (write) => {
      const { by, nowMs } = write;
      const after = await this.customers.change(write, { id, ifMatch, command: (loaded) => command({ by, nowMs }, loaded) });
      if ('refused' in after) return after;
      await also?.(write, after);
      return changeView(after, nowMs);
    });
    return orProblem(changed, CUSTOMER_REFUSALS);
  }
}
