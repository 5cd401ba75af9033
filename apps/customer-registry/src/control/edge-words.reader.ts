import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import type { Transaction } from '@tidemark/persistence';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import { IdentityReads } from '../registry/identity-reads.js';
import { ControlEdges, type EdgeWords } from './control-edges.port.js';

/** Where statements come from, in words: for whoever stated a purpose, which is logged first. */
@Injectable()
export class EdgeWordsReader {
  constructor(
    private readonly edges: ControlEdges,
    private readonly keys: SealingKeys,
    private readonly reads: IdentityReads,
  ) {}

  async log({ caller, purpose, customer, atMs }: { caller: Caller; purpose: string; customer: string; atMs: number }): Promise<void> {
    await this.reads.record([{ caller, purpose, customer, what: 'owners', atMs }]);
  }

  /** By edge. Empty when the person was erased. */
  async of(tx: Transaction, owned: string): Promise<ReadonlyMap<string, EdgeWords>> {
    const key = await this.keys.find(tx, ownerOfCustomer(owned));
    if (!key) return new Map();
    const sealed = await this.edges.words(tx, owned);
    return new Map([...sealed].map(([edge, words]) => [edge, key.openJson<EdgeWords>(`control-edge/${edge}`, words)]));
  }
}
