import type { FactsOf } from './facts-of.js';

/** A duty that was not done in time is a fact. A right that ended is none: nobody failed. */
export const factsOfClocks: FactsOf = ({ event, after }) => {
  if (event.type !== 'clock-breached') return [];
  const regime = after.clocks.get(event.clock)?.regime ?? '';
  return [{ case: 'clockBreached', value: { clock: event.clock, kind: event.kind, regime, dueAtMs: BigInt(event.due) } }];
};
