import { CASE_REFUSALS } from '../../apps/casework/src/case-log/case-log.refusals.js';
import { CLOCK_REFUSALS } from '../../apps/casework/src/clocks/clocks.refusals.js';
import type { CodeSection } from './render-codes.js';

/** What the rooms of casework refuse. */
export const CASEWORK_SECTIONS: CodeSection[] = [
  { heading: 'Cases', text: 'What every step in a case can be refused with.', rows: CASE_REFUSALS },
  { heading: 'Clocks and calendars', text: 'By which calendar ends are counted.', rows: CLOCK_REFUSALS },
];
