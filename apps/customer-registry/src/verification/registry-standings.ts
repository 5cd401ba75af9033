import { Injectable } from '@nestjs/common';
import { HoldingGraph, holdingsAt, type OutsideStanding } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { ControlEdges } from '../control/control-edges.port.js';
import { ownersAbove } from '../control/owners.query.js';
import { OutsideStandings } from '../customers/outside-standings.port.js';
import { ScreeningStandings } from '../screening/screening-standings.js';

/** Asks the rooms of control and screening who stands above a customer, and how it and they stand towards the lists. */
@Injectable()
export class RegistryStandings extends OutsideStandings {
  constructor(
    private readonly edges: ControlEdges,
    private readonly screenings: ScreeningStandings,
  ) {
    super();
  }

  async of(tx: Transaction, customer: string, nowMs: number): Promise<OutsideStanding> {
    const owners = await this.ownersOf(tx, customer, nowMs);
    const standings = await this.screenings.ofAll(tx, [customer, ...owners]);
    return {
      screening: standings.get(customer)!,
      ownership: { owners: owners.map((owner) => ({ customer: owner, ...standings.get(owner)! })) },
    };
  }

  private async ownersOf(tx: Transaction, customer: string, asOfMs: number): Promise<string[]> {
    const { holdings } = holdingsAt(await this.edges.above(tx, customer, { asOfMs }), { asOfMs });
    return ownersAbove(HoldingGraph.of(holdings), customer, asOfMs).beneficialOwners.map(({ owner }) => owner);
  }
}
