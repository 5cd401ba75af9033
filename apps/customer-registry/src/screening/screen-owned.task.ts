import { Injectable } from '@nestjs/common';
import { ControlEdges } from '../control/control-edges.port.js';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { SCREEN_CUSTOMER, SCREEN_OWNED } from './screening-tasks.js';

/** Somebody became listed, or is listed no longer: everybody below is screened again. */
@Injectable()
export class ScreenOwnedTask extends RegistryTask {
  readonly kind = SCREEN_OWNED;

  constructor(
    private readonly edges: ControlEdges,
    private readonly customers: CustomerDirectory,
  ) {
    super();
  }

  async run(write: Write, owner: string): Promise<void> {
    const head = await this.customers.head(write.tx, owner);
    if (!head) return;
    const edges = await this.edges.standing(write.tx, { asOfMs: write.nowMs }, head.provider);
    const ownedBy = Map.groupBy(edges, (edge) => edge.owner);
    const below = new Set([owner]);
    for (const one of below) for (const { owned } of ownedBy.get(one) ?? []) below.add(owned);
    below.delete(owner);
    for (const customer of [...below].sort()) await write.task(SCREEN_CUSTOMER, customer);
  }
}
