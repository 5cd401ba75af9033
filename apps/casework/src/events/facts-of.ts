import type { CaseEvent, CaseState } from '@tidemark/domain';
import { factsOfAccess } from './access.facts.js';
import type { CaseFactContent } from './case-fact.js';
import { factsOfClocks } from './clock.facts.js';
import { factsOfDisclosure } from './disclosure.facts.js';
import { factsOfEvaluations } from './evaluation.facts.js';
import { factsOfOpening } from './opening.facts.js';
import { factsOfOrders } from './order.facts.js';
import { factsOfServed } from './served.facts.js';

/** One line of the log, with the case before it, after it, and at the end of the change that it is part of. */
export interface Line {
  event: CaseEvent;
  before: CaseState;
  after: CaseState;
  end: CaseState;
}

/** What other apps have to know of a line. Nothing: it is nobody's business outside the case. */
export type FactsOf = (line: Line) => readonly CaseFactContent[];

/** Every part whose events other apps act on has its line here, and a file `<part>.facts.ts`. */
export const FACTS_OF: readonly FactsOf[] = [
  factsOfOpening,
  factsOfClocks,
  factsOfAccess,
  factsOfOrders,
  factsOfDisclosure,
  factsOfServed,
  factsOfEvaluations,
];
