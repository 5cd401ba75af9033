import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { ControlReader } from './control-reader.js';
import { ownersAbove } from './owners.query.js';

/** For the rooms that ask who stands behind a customer: verification, screening. */
@Injectable()
export class BeneficialOwners {
  constructor(private readonly reader: ControlReader) {}

  /** Records of the same provider that own a quarter or more of the customer through any depth, or control it. */
  async of(tx: Transaction, customer: { id: string; provider: string }, nowMs: number): Promise<string[]> {
    const picture = await this.reader.above(tx, customer, customer.id, { asOfMs: nowMs });
    return ownersAbove(picture.graph, customer.id, nowMs).beneficialOwners.map(({ owner }) => owner);
  }
}
