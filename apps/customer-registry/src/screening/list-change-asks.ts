import { Injectable } from '@nestjs/common';
import type { ControlEdge } from '@tidemark/domain';
import { BeneficialOwners } from '../control/beneficial-owners.js';
import { ControlEdges } from '../control/control-edges.port.js';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import type { Write } from '../registry/write.js';
import { AskRevalidation } from '../verification/ask-revalidation.js';
import type { KeptMatch } from './matches.port.js';

/**
 * Who is to be looked at again when a list changed: whoever matches, and every customer with a level that rests on this one as an owner.
 * Within the records of one provider: what others say of their owners never shows here.
 */
@Injectable()
export class ListChangeAsks {
  constructor(
    private readonly edges: ControlEdges,
    private readonly customers: CustomerDirectory,
    private readonly owners: BeneficialOwners,
    private readonly revalidation: AskRevalidation,
  ) {}

  async ask(write: Write, match: Pick<KeptMatch, 'id' | 'customer' | 'provider' | 'version'>): Promise<void> {
    const ground = {
      cause: 'LIST_CHANGE',
      fact: `match:${match.id}:${match.version}`,
      detail: 'A new version of a list matches.',
      atMs: write.nowMs,
    } as const;
    for (const customer of [match.customer, ...(await this.verifiedBelow(write, match))]) {
      const asked = await this.revalidation.ask(write, { customer, ...ground });
      if (asked && 'refused' in asked) throw new Error(`A re-validation could not be asked for: ${asked.refused.code}`);
    }
  }

  /** Of everybody below the owner: who has a level, and has the owner among the beneficial owners that it rests on. */
  private async verifiedBelow({ tx, nowMs }: Write, { customer: owner, provider }: Pick<KeptMatch, 'customer' | 'provider'>) {
    const below = everybodyBelow(await this.edges.standing(tx, { asOfMs: nowMs }, provider), owner);
    const heads = await this.customers.heads(tx, below);
    const found: string[] = [];
    for (const id of below) {
      const head = heads.get(id);
      if (head && head.level !== 'NONE' && (await this.owners.of(tx, { id, provider }, nowMs)).includes(owner)) found.push(id);
    }
    return found;
  }
}

/** To any depth, the owner left out also where it owns itself through others; by id, so that a repeat asks in the same order. */
function everybodyBelow(edges: readonly ControlEdge[], owner: string): string[] {
  const ownedBy = Map.groupBy(edges, (edge) => edge.owner);
  const found = new Set([owner]);
  for (const person of found) for (const { owned } of ownedBy.get(person) ?? []) found.add(owned);
  found.delete(owner);
  return [...found].sort();
}
