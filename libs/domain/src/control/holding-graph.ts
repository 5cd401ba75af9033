import { compare, divide, type Fraction, ONE, sumOf, toNumber, ZERO } from './fraction.js';
import type { ControlFinding, Holding } from './holdings.js';

/** Who owns a person, by columns: parallel arrays, so that walking upward allocates nothing. */
export interface OwnersColumn {
  readonly owners: readonly number[];
  /** Together at most one: what was stated above that is brought down to one, each owner's part in proportion. */
  readonly shares: readonly number[];
  readonly exact: readonly Fraction[];
}

/** What a person holds that counts for control. */
export interface ControlRow {
  readonly owned: readonly number[];
  /** Infinite where a control edge decides by itself. */
  readonly votes: readonly number[];
}

const NO_OWNERS: OwnersColumn = { owners: [], shares: [], exact: [] };
const NO_ROW: ControlRow = { owned: [], votes: [] };
/** A sum of doubles further from one than this is on that side of one. */
const ROUNDING = 1e-9;

/** Holdings of one instant as a graph of small integers. Changing one holding touches one column and one row. */
export class HoldingGraph {
  private readonly numbers = new Map<string, number>();
  readonly ids: string[] = [];
  private readonly into: Map<number, Holding>[] = [];
  private readonly outOf: Map<number, Holding>[] = [];
  private readonly columns: OwnersColumn[] = [];
  private readonly rows: ControlRow[] = [];
  private readonly whole = new Set<number>();
  private readonly sharesAbove = new Map<number, Fraction>();
  private readonly votesAbove = new Map<number, Fraction>();

  static of(holdings: Iterable<Holding>): HoldingGraph {
    const graph = new HoldingGraph();
    for (const holding of holdings) graph.put(holding);
    for (let node = 0; node < graph.size; node += 1) graph.settle(node, node);
    return graph;
  }

  get size(): number {
    return this.ids.length;
  }

  numberOf(id: string): number | undefined {
    return this.numbers.get(id);
  }

  ownersOf(node: number): OwnersColumn {
    return this.columns[node]!;
  }

  heldBy(node: number): ControlRow {
    return this.rows[node]!;
  }

  ownedBy(node: number): Iterable<number> {
    return this.outOf[node]!.keys();
  }

  holding(owner: number, owned: number): Holding | undefined {
    return this.into[owned]!.get(owner);
  }

  holdingsIn(owned: number): ReadonlyMap<number, Holding> {
    return this.into[owned]!;
  }

  /** Whether the shares that are stated are all there are. */
  isWhollyOwned(node: number): boolean {
    return this.whole.has(node);
  }

  /** Puts, replaces or (without a holding) removes what `owner` holds in `owned`. */
  replace(owner: string, owned: string, holding: Holding | undefined): void {
    const [from, to] = [this.numbered(owner), this.numbered(owned)];
    if (holding) this.put(holding);
    else {
      this.into[to]!.delete(from);
      this.outOf[from]!.delete(to);
    }
    this.settle(from, to);
  }

  findings(): ControlFinding[] {
    return [
      ...[...this.sharesAbove].map(([owned, sum]) => ({ code: 'SHARES_ABOVE_ONE' as const, owned: this.ids[owned]!, sum })),
      ...[...this.votesAbove].map(([owned, sum]) => ({ code: 'VOTES_ABOVE_ONE' as const, owned: this.ids[owned]!, sum })),
    ];
  }

  private put(holding: Holding): void {
    const [from, to] = [this.numbered(holding.owner), this.numbered(holding.owned)];
    this.into[to]!.set(from, holding);
    this.outOf[from]!.set(to, holding);
  }

  private numbered(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const node = this.ids.push(id) - 1;
    this.numbers.set(id, node);
    this.into.push(new Map());
    this.outOf.push(new Map());
    this.columns.push(NO_OWNERS);
    this.rows.push(NO_ROW);
    return node;
  }

  private settle(owner: number, owned: number): void {
    this.rows[owner] = rowOf(this.outOf[owner]!);
    this.columns[owned] = this.columnOf(owned);
    const votes = sumFromOne([...this.into[owned]!.values()].map(votesOf));
    note(this.votesAbove, owned, votes && compare(votes, ONE) > 0 ? votes : undefined);
  }

  private columnOf(owned: number): OwnersColumn {
    const held = [...this.into[owned]!].filter(([, { shares }]) => shares);
    const sum = sumFromOne(held.map(([, { shares }]) => shares!));
    const isAbove = sum !== undefined && compare(sum, ONE) > 0;
    note(this.sharesAbove, owned, isAbove ? sum : undefined);
    if (sum) this.whole.add(owned);
    else this.whole.delete(owned);
    const exact = held.map(([, { shares }]) => (isAbove ? divide(shares!, sum) : shares!));
    return { owners: held.map(([owner]) => owner), shares: exact.map(toNumber), exact };
  }
}

/** The votes by which a holding counts towards a majority. */
export const votesOf = ({ votes, shares }: Holding): Fraction => votes ?? shares ?? ZERO;

function rowOf(held: ReadonlyMap<number, Holding>): ControlRow {
  const owned: number[] = [];
  const votes: number[] = [];
  for (const [node, holding] of held) {
    const counted = holding.control.length > 0 ? Number.POSITIVE_INFINITY : toNumber(votesOf(holding));
    if (counted === 0) continue;
    owned.push(node);
    votes.push(counted);
  }
  return { owned, votes };
}

/** The sum where it is one or more. Sums exactly only where doubles cannot tell. */
function sumFromOne(parts: readonly Fraction[]): Fraction | undefined {
  let rough = 0;
  for (const part of parts) rough += toNumber(part);
  if (rough < 1 - ROUNDING) return undefined;
  const sum = sumOf(parts);
  return compare(sum, ONE) >= 0 ? sum : undefined;
}

function note(above: Map<number, Fraction>, node: number, sum: Fraction | undefined): void {
  if (sum) above.set(node, sum);
  else above.delete(node);
}
