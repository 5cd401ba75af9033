import { Injectable } from '@nestjs/common';
import type { OutsideStanding } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { ScreeningMatches } from './matches.port.js';
import { Screenings } from './screenings.port.js';

/** How a customer stands towards the lists, for decisions about its level. */
@Injectable()
export class ScreeningStandings {
  constructor(
    private readonly screenings: Screenings,
    private readonly matches: ScreeningMatches,
  ) {}

  /** In a change: whoever waits to be screened again counts as not screened. */
  async of(tx: Transaction, customer: string): Promise<OutsideStanding['screening']> {
    return (await this.ofAll(tx, [customer])).get(customer)!;
  }

  async ofAll(tx: Transaction, customers: readonly string[]): Promise<ReadonlyMap<string, OutsideStanding['screening']>> {
    const screenedAt = await this.screenings.screenedAt(tx, customers);
    const matches = await this.matches.ofCustomers(tx, customers);
    return new Map(
      customers.map((customer) => {
        const count = (state: string) => matches.filter((match) => match.customer === customer && match.state === state).length;
        const screenedAtMs = screenedAt.get(customer);
        return [
          customer,
          { ...(screenedAtMs !== undefined && { screenedAtMs }), openMatches: count('OPEN'), confirmedMatches: count('CONFIRMED') },
        ];
      }),
    );
  }
}
