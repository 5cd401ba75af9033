import { type ControlEdge, type ControlKind, hasShare, isStanding } from './control-edge.js';
import { compare, type Fraction } from './fraction.js';

/** What one person holds in another at one instant, whoever said so. */
export interface Holding {
  readonly owner: string;
  readonly owned: string;
  readonly shares?: Fraction;
  /** As stated; where there is none, shares count as votes. */
  readonly votes?: Fraction;
  /** Kinds that say by themselves that the owner controls. */
  readonly control: readonly ControlKind[];
  /** Ids of the edges behind it. */
  readonly edges: readonly string[];
}

/** What people should look at; nothing is decided by it. */
export type ControlFinding =
  /** Statements of the same holding that differ. The largest counts. */
  | { code: 'STATEMENTS_DIFFER'; owner: string; owned: string; kind: ControlKind; edges: readonly string[] }
  /** Both records are of one party: nobody owns or controls itself. */
  | { code: 'OWNER_IS_OWNED'; party: string; edges: readonly string[] }
  /** Each owner's part of the sum counts. */
  | { code: 'SHARES_ABOVE_ONE'; owned: string; sum: Fraction }
  /** Votes held together are counted up to one. */
  | { code: 'VOTES_ABOVE_ONE'; owned: string; sum: Fraction }
  /** Persons who own each other wholly, with nobody outside: each is taken to own all of the others. */
  | { code: 'CLOSED_CYCLE'; members: readonly string[] }
  /** A circle of owners too large to be solved exactly, with bounds on both sides of a quarter; counted as reaching it. */
  | { code: 'SHARE_NOT_DECIDED'; owner: string; owned: string };

export interface AsOf {
  readonly asOfMs: number;
  /** Included. Absent: now. */
  readonly knownAtMs?: number | undefined;
  /** Whose record it is. Absent: each is its own. */
  readonly partyOf?: (record: string) => string;
}

/** Statements about the same two parties and the same kind are one holding: the largest counts. */
export function holdingsAt(
  edges: Iterable<ControlEdge>,
  { asOfMs, knownAtMs, partyOf = (record) => record }: AsOf,
): { holdings: Holding[]; findings: ControlFinding[] } {
  const pairs = new Map<string, Map<string, ControlEdge[]>>();
  const findings: ControlFinding[] = [];
  for (const edge of edges) {
    if (!isStanding(edge, asOfMs, knownAtMs)) continue;
    const [owner, owned] = [partyOf(edge.owner), partyOf(edge.owned)];
    if (owner === owned) findings.push({ code: 'OWNER_IS_OWNED', party: owner, edges: [edge.edge] });
    else gather(pairs, owner, owned, edge);
  }
  const holdings = [...pairs].flatMap(([owner, ofOwner]) =>
    [...ofOwner].map(([owned, statements]) => holdingOf(owner, owned, statements, findings)),
  );
  return { holdings, findings };
}

function gather(pairs: Map<string, Map<string, ControlEdge[]>>, owner: string, owned: string, edge: ControlEdge): void {
  let ofOwner = pairs.get(owner);
  if (!ofOwner) pairs.set(owner, (ofOwner = new Map()));
  const statements = ofOwner.get(owned);
  if (statements) statements.push(edge);
  else ofOwner.set(owned, [edge]);
}

function holdingOf(owner: string, owned: string, statements: readonly ControlEdge[], findings: ControlFinding[]): Holding {
  const largest = (kind: ControlKind): Fraction | undefined => {
    const ofKind = statements.filter((edge) => edge.kind === kind);
    const shares = ofKind.map((edge) => edge.share!);
    if (shares.some((share) => compare(share, shares[0]!) !== 0)) {
      findings.push({ code: 'STATEMENTS_DIFFER', owner, owned, kind, edges: ofKind.map(({ edge }) => edge) });
    }
    return shares.reduce<Fraction | undefined>((most, share) => (most && compare(most, share) >= 0 ? most : share), undefined);
  };
  const [shares, votes] = [largest('SHARES'), largest('VOTES')];
  const control = [...new Set(statements.map(({ kind }) => kind).filter((kind) => !hasShare(kind)))].sort();
  return { owner, owned, ...(shares && { shares }), ...(votes && { votes }), control, edges: statements.map(({ edge }) => edge) };
}
