import { flagKey, type KeptFlag, NO_PROJECTION, type ProjectionCourse, scopeKey } from '@tidemark/domain';

/** A flag as judging needs it. */
export interface FlagRecord extends KeptFlag {
  /** Of a rule in trial. */
  readonly shadow: boolean;
  /** Of one that is PROJECTED: where its course stands. */
  readonly course?: ProjectionCourse | undefined;
  /** How often a flag of this matter was raised, this one included. */
  readonly times: number;
}

/** By scope: the flags that are open, and of each matter the last that ended, in the order in which they were raised. */
export class FlagRecords {
  private readonly byScope = new Map<string, FlagRecord[]>();

  constructor(records: Iterable<FlagRecord> = []) {
    for (const record of records) this.put(record);
  }

  of(scope: string): readonly FlagRecord[] {
    return this.byScope.get(scope) ?? [];
  }

  open(scope: string): readonly FlagRecord[] {
    return this.of(scope).filter(({ status }) => status === 'OPEN');
  }

  /** A flag, new or as it is now. */
  put(record: FlagRecord): void {
    const key = scopeKey(record.scope);
    const matter = matterOf(record);
    const others = this.of(key).filter((one) => one.id !== record.id && (one.status === 'OPEN' || matterOf(one) !== matter));
    this.byScope.set(key, [...others, record]);
  }

  *scopes(): Generator<FlagRecord['scope']> {
    for (const [first] of this.byScope.values()) if (first) yield first.scope;
  }

  *all(): Generator<FlagRecord> {
    for (const records of this.byScope.values()) yield* records;
  }
}

export const courseOf = (record: FlagRecord | undefined): ProjectionCourse => record?.course ?? NO_PROJECTION;

const matterOf = (record: FlagRecord): string => `${record.shadow}/${flagKey(record)}`;
