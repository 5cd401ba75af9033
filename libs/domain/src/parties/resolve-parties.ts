import { type JudgementCause, type PairJudgement, standingJudgements } from './party-judgement.js';

/** Every record comes with a party of its own, which it founds; what it is resolved to later is another matter. */
export interface PartyRecord {
  readonly record: string;
  /** The id of the party it founded. */
  readonly party: string;
  readonly foundedAtMs: number;
}

/** A judgement that two records are the same, which is not followed because two others that it would bring together are not. */
export interface JoinBlocked {
  readonly code: 'JOIN_BLOCKED';
  readonly left: string;
  readonly right: string;
  readonly against: { readonly left: string; readonly right: string };
}

export interface Resolution {
  /** By record. */
  readonly partyOf: ReadonlyMap<string, string>;
  readonly findings: readonly JoinBlocked[];
}

/**
 * Parties are the connected components under SAME, taken in the order in which it was said, but for joins across a DIFFERENT. A component
 * has the id of the party that its oldest record founded: so an id survives growth, of two parties that become one the older id stays, and
 * a part that is split off gets back the id that it had.
 * A pure function of what was known: the same facts give the same parties, at any known time.
 */
export function resolveParties(records: Iterable<PartyRecord>, judgements: Iterable<PairJudgement>, knownAtMs?: number): Resolution {
  const founded = [...records].filter(({ foundedAtMs }) => foundedAtMs <= (knownAtMs ?? Number.POSITIVE_INFINITY));
  const components = new Components(founded);
  const standing = standingJudgements(judgements, knownAtMs).filter(({ left, right }) => components.has(left) && components.has(right));
  const different = standing.filter(({ judgement }) => judgement === 'DIFFERENT');
  const findings: JoinBlocked[] = [];
  for (const { left, right, judgement } of standing) {
    if (judgement !== 'SAME') continue;
    const against = different.find((pair) => components.wouldJoin(left, right, pair));
    if (against) findings.push({ code: 'JOIN_BLOCKED', left, right, against: { left: against.left, right: against.right } });
    else components.join(left, right);
  }
  return { partyOf: new Map(founded.map(({ record }) => [record, components.partyOf(record)])), findings };
}

/** Union by age: the root of a component is its oldest record. */
class Components {
  private readonly founders = new Map<string, PartyRecord>();
  private readonly above = new Map<string, string>();

  constructor(records: readonly PartyRecord[]) {
    for (const record of records) this.founders.set(record.record, record);
  }

  has(record: string): boolean {
    return this.founders.has(record);
  }

  partyOf(record: string): string {
    return this.founders.get(this.rootOf(record))!.party;
  }

  /** Whether joining left and right would bring together a pair that is held apart. */
  wouldJoin(left: string, right: string, apart: { left: string; right: string }): boolean {
    const [l, r, one, other] = [left, right, apart.left, apart.right].map((record) => this.rootOf(record)) as [
      string,
      string,
      string,
      string,
    ];
    return (l === one && r === other) || (l === other && r === one);
  }

  join(left: string, right: string): void {
    const [l, r] = [this.rootOf(left), this.rootOf(right)];
    if (l === r) return;
    const [older, younger] = isOlder(this.founders.get(l)!, this.founders.get(r)!) ? [l, r] : [r, l];
    this.above.set(younger, older);
  }

  private rootOf(record: string): string {
    let root = record;
    for (let next = this.above.get(root); next !== undefined; next = this.above.get(root)) root = next;
    if (root !== record) this.above.set(record, root);
    return root;
  }
}

const isOlder = (one: PartyRecord, other: PartyRecord): boolean =>
  one.foundedAtMs < other.foundedAtMs || (one.foundedAtMs === other.foundedAtMs && one.record < other.record);

/** A record whose party is another one now. */
export interface PartyMove {
  readonly record: string;
  readonly from: string | undefined;
  readonly to: string;
  readonly cause: JudgementCause | 'FOUNDED' | 'SPLIT';
}

/** What moved, by record. `cause`: of the judgement that did it; what comes to an id that was not in use any more was split off. */
export function movesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>, cause: JudgementCause): PartyMove[] {
  const inUse = new Set(before.values());
  return [...after].flatMap(([record, to]) => {
    const from = before.get(record);
    if (from === to) return [];
    return [{ record, from, to, cause: from === undefined ? ('FOUNDED' as const) : inUse.has(to) ? cause : ('SPLIT' as const) }];
  });
}
