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

  /** Stated of what is held in any of the party's records. */
  *heldIn(party: string, records: CustomerRecords): Generator<ControlEdge> {
    for (const edge of this.edgesOf(party, records)) if (records.partyOf(edge.owned) === party) yield edge;
  }

  /** The other records that statements about this one name. */
  besides(record: string): { owners: Set<string>; owned: Set<string> } {
    const edges = (this.byRecord.get(record) ?? []).map((edge) => this.edges.get(edge)!);
    return {
      owners: new Set(edges.filter((edge) => edge.owned === record).map(({ owner }) => owner)),
      owned: new Set(edges.filter(({ owner }) => owner === record).map((edge) => edge.owned)),
    };
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
