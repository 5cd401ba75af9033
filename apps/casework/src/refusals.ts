import { orProblem, type RefusalRow, type Refused } from '@tidemark/edge';
import { CASE_REFUSALS } from './case-log/case-log.refusals.js';
import { CLOCK_REFUSALS } from './clocks/clocks.refusals.js';
import { FILE_REFUSALS } from './desk/files.refusals.js';
import { ORDER_REFUSALS } from './orders/orders.refusals.js';
import { SERVED_REFUSALS } from './served/served.refusals.js';

/** Every refusal of casework: what a decision of the domain or a room refuses has its one row here. A room adds its table. */
export const CASEWORK_REFUSALS: Readonly<Record<string, RefusalRow>> = { ...CASE_REFUSALS, ...CLOCK_REFUSALS, ...FILE_REFUSALS, ...SERVED_REFUSALS, ...ORDER_REFUSALS };

/** For edges: the value, or the refusal thrown as its problem. */
export const orCaseProblem = <Value>(result: Value | Refused): Exclude<Value, Refused> => orProblem(result, CASEWORK_REFUSALS);
