import { Injectable } from '@nestjs/common';
import type { OutsideStanding } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { NOTHING_OUTSIDE, OutsideStandings } from '../customers/outside-standings.port.js';

/** Until the rooms of screening and control are asked, nobody counts as screened: levels that need it wait. */
@Injectable()
export class UnscreenedStandings extends OutsideStandings {
  async of(_tx: Transaction, _customer: string): Promise<OutsideStanding> {
    return NOTHING_OUTSIDE;
  }
}
