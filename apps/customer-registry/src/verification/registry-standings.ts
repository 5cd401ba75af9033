import { Injectable } from '@nestjs/common';
import type { OutsideStanding } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { BeneficialOwners } from '../control/beneficial-owners.js';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { OutsideStandings } from '../customers/outside-standings.port.js';
import { ScreeningStandings } from '../screening/screening-standings.js';

/** Asks the rooms of control and screening who stands above a customer, and how it and they stand towards the lists. */
@Injectable()
export class RegistryStandings extends OutsideStandings {
  constructor(
    private readonly directory: CustomerDirectory,
    private readonly owners: BeneficialOwners,
    private readonly screenings: ScreeningStandings,
  ) {
    super();
  }

  async of(tx: Transaction, customer: string, nowMs: number): Promise<OutsideStanding> {
    const head = await this.directory.head(tx, customer);
    if (head === undefined) throw new Error(`Nothing is known of customer ${customer}, about whose level something is to be decided`);
    const owners = await this.owners.of(tx, head, nowMs);
    const standings = await this.screenings.ofAll(tx, [customer, ...owners]);
    return {
      screening: standings.get(customer)!,
      ownership: { owners: owners.map((owner) => ({ customer: owner, ...standings.get(owner)! })) },
    };
  }
}
