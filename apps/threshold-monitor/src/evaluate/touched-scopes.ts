import { type FlagCause, type Scope, scopeKey, type TripleTotal } from '@tidemark/domain';

export interface TouchedScope {
  readonly scope: Scope;
  /** First hour whose totals changed; Infinity: none did, only what is known of the scope. */
  fromHour: number;
  readonly causes: Set<FlagCause>;
  /** What postings added, TFLOP. */
  lower: bigint;
  expected: bigint;
  upper: bigint;
  /** Some hour lost something. */
  shrunk: boolean;
  /** Hours joined or left: the totals are to be found anew. */
  regrouped: boolean;
  /** To be judged whatever the totals say. */
  insisted: boolean;
}

/** What one transaction changed, by scope. */
export class TouchedScopes {
  private readonly byKey = new Map<string, TouchedScope>();

  get size(): number {
    return this.byKey.size;
  }

  all(): IterableIterator<[string, TouchedScope]> {
    return this.byKey.entries();
  }

  /** `fromHour` Infinity: its hours are what they were. */
  touch(scope: Scope, fromHour: number, causes: Iterable<FlagCause>, regrouped = false): void {
    const touched = this.of(scope);
    touched.fromHour = Math.min(touched.fromHour, fromHour);
    touched.regrouped ||= regrouped;
    for (const cause of causes) touched.causes.add(cause);
  }

  /** Something else than totals says that it is to be judged. */
  insist(scope: Scope, fromHour: number): void {
    this.touch(scope, fromHour, []);
    this.of(scope).insisted = true;
  }

  /** Postings of one hour. */
  post(scope: Scope, hour: number, { lower, expected, upper }: TripleTotal): void {
    const touched = this.of(scope);
    if (hour < touched.fromHour) touched.fromHour = hour;
    touched.lower += lower;
    touched.expected += expected;
    touched.upper += upper;
    const shrunk = lower < 0n || expected < 0n || upper < 0n;
    touched.shrunk ||= shrunk;
    touched.causes.add(shrunk ? 'CORRECTION' : 'USAGE');
  }

  private of(scope: Scope): TouchedScope {
    const key = scopeKey(scope);
    let touched = this.byKey.get(key);
    if (!touched) {
      touched = {
        scope,
        fromHour: Infinity,
        causes: new Set(),
        lower: 0n,
        expected: 0n,
        upper: 0n,
        shrunk: false,
        regrouped: false,
        insisted: false,
      };
      this.byKey.set(key, touched);
    }
    return touched;
  }
}
