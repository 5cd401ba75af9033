import type { CaseState } from '../case-state.js';
import type { Disclosed } from '../orders/order-disclosure.js';

/**
 * By notices that a provider was given to hand over: it knows then that its customers were looked at. A notice does not say whom it is for, so
 * it discloses every record of which identities had been opened by then; of those a provider is shown its own alone. What is opened later is not told by it.
 */
export const disclosedByNotices = ({ decisions: { notices }, access: { grants } }: CaseState): Disclosed[] =>
  [...notices.values()].flatMap(({ provider, servedAt }) => {
    const opened = [...grants.values()].filter(({ from }) => from <= servedAt).flatMap(({ customers }) => customers);
    return provider === undefined || opened.length === 0 ? [] : [{ provider, customers: [...new Set(opened)] }];
  });
