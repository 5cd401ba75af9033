import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '@tidemark/access';
import type { Customer, CustomerProfile } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { viewEdge } from '../control/control.view.js';
import { ControlEdges, type KeptEdge } from '../control/control-edges.port.js';
import { EdgeWordsReader } from '../control/edge-words.reader.js';
import { CustomerRecords, type LoadedCustomer } from '../customers/customer-records.port.js';
import { IdentityReads } from '../registry/identity-reads.js';
import { CaseGrants } from './case-grants.port.js';
import { releaseRefusal, type WantedRelease } from './judge-release.js';
import type { ReleaseRefusal } from './release.refusals.js';
import { type ReleasedOwner, sectionsOf } from './released-sections.js';

export interface Release {
  customer: string;
  provider: string;
  version: number;
  releasedAtMs: number;
  sections: { field: string; json: Uint8Array }[];
}

type Present = Omit<LoadedCustomer, 'customer'> & { customer: Customer & { profile: CustomerProfile } };

/** Of a record's direct owners so many are named: nobody reads more, and each is a logged read of its own. */
const OWNERS_MAX = 100;

/** Releases the identity of one record to a case. What is not logged is not shown. */
@Injectable()
export class ReleaseIdentityHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly grants: CaseGrants,
    private readonly records: CustomerRecords,
    private readonly edges: ControlEdges,
    private readonly words: EdgeWordsReader,
    private readonly reads: IdentityReads,
    private readonly clock: Clock,
  ) {}

  async release(caller: Caller, wanted: WantedRelease): Promise<Release | Refused<ReleaseRefusal>> {
    const nowMs = this.clock.now();
    const admitted = await this.admit(caller, wanted, nowMs);
    if ('refused' in admitted) return admitted;
    const { edges } = admitted;
    await this.log(caller, wanted, edges, nowMs);
    return this.inRegistry(async (tx) => {
      const loaded = await this.records.load(tx, wanted.customer);
      if (loaded === undefined || !isPresent(loaded)) return erased();
      const { provider, version, customer } = loaded;
      const owners = await this.named(tx, wanted.customer, edges);
      return {
        customer: wanted.customer,
        provider,
        version,
        releasedAtMs: nowMs,
        sections: sectionsOf(wanted.fields, { customer, owners }),
      };
    });
  }

  /** The statements about owners that the release will hold; nothing of an identity is opened for it. */
  private admit(caller: Caller, wanted: WantedRelease, nowMs: number): Promise<{ edges: KeptEdge[] } | Refused<ReleaseRefusal>> {
    return this.inRegistry(async (tx) => {
      const grant = await this.grants.find(tx, wanted.grant);
      const refused = releaseRefusal(grant, wanted, { person: caller.person, nowMs });
      if (refused) return refused;
      const row = await this.records.row(tx, wanted.customer);
      if (row === undefined || row.status === 'ERASED') return erased();
      return { edges: wanted.fields.includes('OWNERS') ? (await this.edges.into(tx, wanted.customer)).slice(-OWNERS_MAX) : [] };
    });
  }

  private log(
    caller: Caller,
    { caseId, customer, fields, purpose }: WantedRelease,
    edges: readonly KeptEdge[],
    atMs: number,
  ): Promise<void> {
    const read = { caller, purpose, atMs, caseId };
    const owners = [...new Set(edges.map(({ owner }) => owner))].map((owner) => ({
      ...read,
      customer: owner,
      what: `case/${caseId}/NAMES`,
    }));
    return this.reads.record([{ ...read, customer, what: `case/${caseId}/${fields.join(',')}` }, ...owners]);
  }

  private async named(tx: Transaction, customer: string, edges: readonly KeptEdge[]): Promise<ReleasedOwner[]> {
    if (edges.length === 0) return [];
    const words = await this.words.of(tx, customer);
    const names = new Map<string, CustomerProfile['names'] | undefined>();
    for (const { owner } of edges) if (!names.has(owner)) names.set(owner, (await this.records.load(tx, owner))?.customer.profile?.names);
    return edges.map((edge) => {
      const known = names.get(edge.owner);
      return { ...viewEdge(edge, words.get(edge.edge)), ...(known === undefined ? {} : { names: known }) };
    });
  }

  private inRegistry<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.transactions.read({ oversight: true }, work);
  }
}

const isPresent = (loaded: LoadedCustomer): loaded is Present => loaded.customer.profile !== undefined;
const erased = () => refuse('CUSTOMER_ERASED' as const, 'The person behind this record was erased.');
