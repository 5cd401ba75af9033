import { type ControlEdge, evolveControl } from '../control/control-edge.js';
import type { CustomerRecords } from './customer-records.js';
import type { IdentityFact } from './identity-fact.js';

type StatedFact = Extract<IdentityFact, { type: 'controlStated' }>;
type EndedFact = Extract<IdentityFact, { type: 'controlEnded' }>;

/** Every statement of who owns or controls whom, by the records that it names. */
export class ControlStatements {
  private readonly edges = new Map<string, ControlEdge>();
  private readonly byOwner = new Map<string, string[]>();
  private readonly byOwned = new Map<string, string[]>();

  /** Throws on an edge that was stated already. */
  state({ sequence: _, type, ...fact }: StatedFact): ControlEdge {
    if (this.edges.has(fact.edge)) throw new Error(`control edge ${fact.edge} was stated already`);
    index(this.byOwner, fact.owner, fact.edge);
    index(this.byOwned, fact.owned, fact.edge);
    return this.evolve({ ...fact, type: 'stated' });
  }

  /** Throws on an end without its edge. */
  end({ edge, atMs, knownAtMs }: EndedFact): ControlEdge {
    return this.evolve({ type: 'ended', edge, atMs, knownAtMs });
  }

  /** Stated of what any of the party's records holds, ever. */
  *heldBy(party: string, records: CustomerRecords): Generator<ControlEdge> {
    for (const { customer } of records.recordsOf(party)) for (const edge of this.byOwner.get(customer) ?? []) yield this.edges.get(edge)!;
  }

  /** Stated of what is held in any of the party's records, ever. */
  *heldIn(party: string, records: CustomerRecords): Generator<ControlEdge> {
    for (const { customer } of records.recordsOf(party)) for (const edge of this.byOwned.get(customer) ?? []) yield this.edges.get(edge)!;
  }

  namesRecord(record: string): boolean {
    return this.byOwner.has(record) || this.byOwned.has(record);
  }

  /** The records that are said to hold something of this one. */
  ownersOf(record: string): string[] {
    return (this.byOwned.get(record) ?? []).map((edge) => this.edges.get(edge)!.owner);
  }

  /** The other records that statements of any time name beside this one. */
  besides(record: string): Set<string> {
    const owned = (this.byOwner.get(record) ?? []).map((edge) => this.edges.get(edge)!.owned);
    return new Set([...owned, ...this.ownersOf(record)]);
  }

  /** One edge at a time: evolving all of them copies all of them. */
  private evolve(fact: Parameters<typeof evolveControl>[1]): ControlEdge {
    const before = this.edges.get(fact.edge);
    const after = evolveControl(new Map(before ? [[fact.edge, before]] : []), fact).get(fact.edge)!;
    this.edges.set(fact.edge, after);
    return after;
  }
}

function index(edges: Map<string, string[]>, record: string, edge: string): void {
  const known = edges.get(record);
  if (known) known.push(edge);
  else edges.set(record, [edge]);
}
