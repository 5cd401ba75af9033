import { type ControlEdge, evolveControl } from '../control/control-edge.js';
import type { CustomerRecords } from './customer-records.js';
import type { IdentityFact } from './identity-fact.js';

type StatedFact = Extract<IdentityFact, { type: 'controlStated' }>;
type EndedFact = Extract<IdentityFact, { type: 'controlEnded' }>;

/** Every statement of who owns or controls whom, by the records that it names. */
export class ControlStatements {
  private readonly edges = new Map<string, ControlEdge>();
  private readonly byRecord = new Map<string, string[]>();

  /** Throws on an edge that was stated already. */
  state({ sequence: _, type, ...fact }: StatedFact): ControlEdge {
    if (this.edges.has(fact.edge)) throw new Error(`control edge ${fact.edge} was stated already`);
    this.index(fact.owner, fact.edge);
    this.index(fact.owned, fact.edge);
    return this.evolve({ ...fact, type: 'stated' });
  }

  /** Throws on an end without its edge. */
  end({ edge, atMs, knownAtMs }: EndedFact): ControlEdge {
    return this.evolve({ type: 'ended', edge, atMs, knownAtMs });
  }

  namesRecord(record: string): boolean {
    return this.byRecord.has(record);
  }

  /** Stated of any of the party's records, ever. */
  *edgesOf(party: string, records: CustomerRecords): Generator<ControlEdge> {
    for (const { customer } of records.recordsOf(party)) for (const edge of this.byRecord.get(customer) ?? []) yield this.edges.get(edge)!;
  }

  /** Stated of what any of the party's records holds. */
  *heldBy(party: string, records: CustomerRecords): Generator<ControlEdge> {
    for (const edge of this.edgesOf(party, records)) if (records.partyOf(edge.owner) === party) yield edge;
  }

  /** Whose statements say that they hold the record. */
  ownersOf(record: string): Set<string> {
    const edges = (this.byRecord.get(record) ?? []).map((edge) => this.edges.get(edge)!);
    return new Set(edges.filter(({ owned }) => owned === record).map(({ owner }) => owner));
  }

  /** The parties that are connected to `party` through edges of any time and direction, itself first, and the edges between them. */
  componentOf(party: string, records: CustomerRecords): { parties: Set<string>; edges: Set<ControlEdge> } {
    const parties = new Set([party]);
    const edges = new Set<ControlEdge>();
    for (const one of parties) {
      for (const edge of this.edgesOf(one, records)) {
        edges.add(edge);
        parties.add(records.partyOf(edge.owner)).add(records.partyOf(edge.owned));
      }
    }
    return { parties, edges };
  }

  /** One edge at a time: evolving all of them copies all of them. */
  private evolve(fact: Parameters<typeof evolveControl>[1]): ControlEdge {
    const before = this.edges.get(fact.edge);
    const after = evolveControl(new Map(before ? [[fact.edge, before]] : []), fact).get(fact.edge)!;
    this.edges.set(fact.edge, after);
    return after;
  }

  private index(record: string, edge: string): void {
    const edges = this.byRecord.get(record);
    if (edges) edges.push(edge);
    else this.byRecord.set(record, [edge]);
  }
}
