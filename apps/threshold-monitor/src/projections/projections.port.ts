import type { Transaction } from '@tidemark/persistence';
import type { StoredFlag } from '../flags/flags.port.js';

/** A projection that stands: its flag, with the day and rate that were told last. */
export interface OpenProjection {
  readonly flag: StoredFlag;
  /** As in tidemark.monitor.v1.Projection, in JSON. */
  readonly projection: { readonly dayMs: number; readonly ratePerDay: string; readonly horizonDays: number };
}

export interface ProjectionFilter {
  readonly rule?: string | undefined;
  readonly provider?: string | undefined;
}

/** The day and the id of the last one seen. */
export type ProjectionPlace = readonly [momentMs: number, id: string];

export abstract class OpenProjections {
  /** Nearest first, those that the tenant may see. */
  abstract list(tx: Transaction, filter: ProjectionFilter, after: ProjectionPlace | undefined, limit: number): Promise<OpenProjection[]>;
}
