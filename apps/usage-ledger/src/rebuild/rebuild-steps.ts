import { PostgresRebuild } from '../postgres/rebuild.postgres.js';
import { OrderStep } from './order.step.js';
import type { RebuildStep } from './rebuild.js';
import { SourcesStep } from './sources.step.js';
import { TotalsStep } from './totals.step.js';

/** What a rebuild proves, in its order. */
export function rebuildSteps(): RebuildStep[] {
  const store = new PostgresRebuild();
  return [new OrderStep(store), new TotalsStep(store), new SourcesStep(store)];
}
