import { PUBLISHED_RULEBOOK, totalsOf } from '@tidemark/domain';
import { flopOfTflop } from './flop-text.js';
import type { SplitScenario } from './splits-data.js';
import { nodeVector } from './splits-detection.js';
import type { UseMeter } from './use-meter.js';

/** How thin a run has to be spread for nobody to be asked anything. */
export interface Hiding {
  readonly scenario: SplitScenario;
  /** The first band that asks who somebody is. */
  readonly band: string;
  /** Accounts that nobody is tied to, each with less than the band. */
  readonly accounts: number;
}

export function hidingIn(scenario: SplitScenario, meter: UseMeter): Hiding {
  const expected = flopOfTflop(totalsOf(nodeVector(scenario, meter)).expected) * BigInt(scenario.nodes);
  const { printed, numerator, denominator } = FIRST_BAND.number!;
  return { scenario, band: printed, accounts: Number((expected * denominator) / numerator) + 1 };
}

const FIRST_BAND = PUBLISHED_RULEBOOK.rules.find(({ kind, level = 'NONE' }) => kind === 'BAND' && level !== 'NONE')!;
