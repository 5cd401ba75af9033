import type { TakenPosition } from './replay-log.js';

/** What one table, or what is asked of it, says differently in the two monitors. */
export interface StateComparison {
  readonly name: string;
  readonly rows: number;
  readonly differing: number;
  /** The first of them: "stands ..." or "rebuilt ...". */
  readonly differences: readonly string[];
}

/** The live monitor and the one that was rebuilt beside it, in one database. */
export abstract class StandingState {
  abstract positions(): Promise<TakenPosition[]>;
  /** Copies what does not come from the log: rules and evaluations, and the clock. */
  abstract copyOwnFacts(): Promise<void>;
  /** Undefined: the live monitor has gone on meanwhile; replay what it took and ask again. */
  abstract compareAt(positions: readonly TakenPosition[]): Promise<StateComparison[] | undefined>;
}
