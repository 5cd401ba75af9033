/** A history: what became known, transaction by transaction. Made by `HistoryBuilder`, which lets nothing happen that the services would refuse. */
import type { FlagFact } from '../truth/flags/flag-truth.model.js';

/** One message source's transaction at one moment. A TICK brings nothing but the time. */
export interface Step {
  readonly nowMs: number;
  readonly source: 'USAGE' | 'IDENTITY' | 'FACILITY' | 'RULES' | 'EVALUATION' | 'TICK';
  readonly facts: readonly FlagFact[];
  /** The log delivers it again, at once or after what follows. */
  readonly repeats: 'NEVER' | 'AT_ONCE' | 'LATER';
}

export type History = readonly Step[];

export const factsOf = (history: History): FlagFact[] => history.flatMap(({ facts }) => facts);
