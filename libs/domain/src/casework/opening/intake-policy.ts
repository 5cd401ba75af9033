import type { FlagKind } from '../../thresholds/standing.js';
import type { Matter, Severity } from '../case-vocabulary.js';

/**
 * OPEN: a case is opened unless one stands. JOIN: it joins a case that stands, or stands aside until there is one. PERSIST: as JOIN, and opens a case when
 * it still stands after `persistDays`.
 */
export type FlagTreatment = 'OPEN' | 'JOIN' | 'PERSIST';

/** Which flags become cases: versioned data of this house, like the rulebook. Every case says by which version it was opened. */
export interface IntakePolicy {
  version: string;
  matters: Readonly<Record<FlagKind, Matter>>;
  treatments: Readonly<Record<FlagKind, FlagTreatment>>;
  /** Of flags of a rule that bound nobody on their day and is neither guidance nor a policy of the house. */
  exercise: { treatment: FlagTreatment; severity: Severity };
  persistDays: number;
  /** Of flags of a rule in force, by tier; without a tier, by kind. */
  byTier: Readonly<Record<string, Severity>>;
  byKind: Readonly<Partial<Record<FlagKind, Severity>>>;
  /** Guidance and policies of the house bind nobody: so many steps less. */
  stepsBelowLaw: number;
  /** Tiers that start the clocks of a regime. That it can have been at most so much does not yet say that a number was passed. */
  clockTiers: readonly string[];
}

/**
 * - A crossing, projected or not, is what a reviewer is there for: OPEN. A rule that is proposed, rescinded or vetoed is computed alike as an exercise and
 *   must not fill the queue of people who work under law: JOIN, and LOW.
 * - Too little verification for the use is first of all the work of whoever serves the customer: the registry asks for it at once. A regulator's case
 *   begins when nobody did it within thirty days, or when the group is looked at anyway.
 * - Capacity and use beyond it are of a compute cluster: a case of its own, as the registration or the reports are wrong.
 * - Use after an order is as grave as it gets, and belongs to the case of the order.
 */
export const INTAKE_POLICY: IntakePolicy = {
  version: '1',
  matters: {
    CROSSING: 'TRAINING_COMPUTE',
    EVALUATION_DUE: 'TRAINING_COMPUTE',
    CAPACITY: 'CAPACITY',
    OVER_CAPACITY: 'CAPACITY',
    UNVERIFIED_ABOVE_BAND: 'IDENTITY',
    UNLINKED_ABOVE_BAND: 'IDENTITY',
    USE_AFTER_ORDER: 'ORDER',
  },
  treatments: {
    CROSSING: 'OPEN',
    EVALUATION_DUE: 'OPEN',
    CAPACITY: 'OPEN',
    OVER_CAPACITY: 'OPEN',
    UNVERIFIED_ABOVE_BAND: 'PERSIST',
    UNLINKED_ABOVE_BAND: 'PERSIST',
    USE_AFTER_ORDER: 'OPEN',
  },
  exercise: { treatment: 'JOIN', severity: 'LOW' },
  persistDays: 30,
  byTier: { POSSIBLE: 'MEDIUM', PROJECTED: 'MEDIUM', PROBABLE: 'HIGH', CERTAIN: 'HIGH' },
  byKind: {
    EVALUATION_DUE: 'MEDIUM',
    OVER_CAPACITY: 'MEDIUM',
    UNVERIFIED_ABOVE_BAND: 'MEDIUM',
    UNLINKED_ABOVE_BAND: 'MEDIUM',
    USE_AFTER_ORDER: 'CRITICAL',
  },
  stepsBelowLaw: 1,
  clockTiers: ['PROJECTED', 'PROBABLE', 'CERTAIN'],
};
