import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import { type ControlEdge, type ControlFinding, type Holding, HoldingGraph, holdingsAt } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { PartyDirectory } from '../parties/party-directory.port.js';
import { ControlEdges, type Instant } from './control-edges.port.js';

/** Who holds what in whom at an instant, in the ids that the reader knows: a provider its own records, the scheme parties. */
export interface ControlPicture {
  holdings: Holding[];
  findings: ControlFinding[];
  graph: HoldingGraph;
  /** The id under which a record stands in the picture. */
  idOf(record: string): string;
}

type Reader = Pick<Caller, 'provider'>;

@Injectable()
export class ControlReader {
  constructor(
    private readonly edges: ControlEdges,
    private readonly parties: PartyDirectory,
  ) {}

  /** Of everybody that the reader may see. `asked` is a record that the picture must be able to name, also where nobody said anything of it. */
  async everybody(tx: Transaction, reader: Reader, instant: Instant, asked?: string): Promise<ControlPicture> {
    return this.picture(tx, await this.edges.standing(tx, instant), reader, instant, asked);
  }

  /** Enough to say who stands above a record. A party has records of other providers, with owners of their own: the scheme looks at all. */
  async above(tx: Transaction, reader: Reader, record: string, instant: Instant): Promise<ControlPicture> {
    if (reader.provider === undefined) return this.everybody(tx, reader, instant, record);
    return this.picture(tx, await this.edges.above(tx, record, instant), reader, instant);
  }

  private async picture(
    tx: Transaction,
    edges: ControlEdge[],
    { provider }: Reader,
    instant: Instant,
    asked?: string,
  ): Promise<ControlPicture> {
    const named = asked === undefined ? [] : [asked];
    const records = [...new Set([...named, ...edges.flatMap(({ owner, owned }) => [owner, owned])])];
    const parties = provider === undefined ? await this.parties.partiesOf(tx, records, instant.knownAtMs) : undefined;
    const idOf = (record: string): string => parties?.get(record) ?? record;
    const { holdings, findings } = holdingsAt(edges, { ...instant, partyOf: idOf });
    return { holdings, findings, graph: HoldingGraph.of(holdings), idOf };
  }
}
