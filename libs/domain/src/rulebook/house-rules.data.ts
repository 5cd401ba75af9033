import type { Rule } from './rule.js';
import { houseRule } from './rule-parts.js';

const BAND = { kind: 'BAND', scopes: ['account', 'customer', 'party'], tiers: ['PROBABLE'], counts: 'All use.' } as const;
const EVALUATION = { kind: 'EVALUATION', scopes: ['customer', 'party', 'group'], tiers: ['PROBABLE'], counts: 'All use.' } as const;

/** Scrutiny grows with use. No law asks for any of it. */
export const HOUSE_RULES: readonly Rule[] = [
  houseRule({
    ...BAND,
    id: 'band-billing',
    title: 'Billing data alone ends',
    number: '1e21',
    level: 'NONE',
    duty: 'Below it billing data alone. From it to the band of identity nothing more is asked for by name.',
  }),
  houseRule({ ...BAND, id: 'band-identity', title: 'Identity', number: '1e22', level: 'IDENTIFIED', duty: 'The customer is identified.' }),
  houseRule({
    ...BAND,
    id: 'band-enhanced',
    title: 'Enhanced due diligence',
    number: '1e23/3',
    level: 'ENHANCED',
    duty: 'Enhanced due diligence.',
    note: 'At a threshold a dossier is made: that is the training rule itself.',
  }),
  houseRule({
    ...EVALUATION,
    id: 'evaluation-growth',
    title: 'Evaluation due: six-fold growth',
    evaluation: { type: 'GROWTH', times: 5 },
    duty: 'A new evaluation: use since the last one is at least 5 times the use at it.',
  }),
  houseRule({
    ...EVALUATION,
    id: 'evaluation-quarter',
    title: 'Evaluation due: three months',
    number: '1e24',
    evaluation: { type: 'MONTHS', months: 3 },
    duty: 'A new evaluation: three months have passed with use of at least the number.',
  }),
  houseRule({
    kind: 'USE',
    id: 'over-capacity',
    title: 'Use beyond registered capacity',
    scopes: ['cluster'],
    tiers: [],
    counts: 'Accelerator time of an hour against the accelerators registered for it.',
    method: 'Accelerator milliseconds of the ledger.',
    duty: 'The registration or the reports are wrong: somebody looks.',
  }),
  houseRule({
    kind: 'USE',
    id: 'use-after-order',
    title: 'Use after a suspension order',
    scopes: ['cluster', 'account', 'customer', 'party', 'group'],
    tiers: [],
    counts: 'Any use in an hour that starts at or after the start of a suspension or an order, at the provider that it was made to.',
    method: 'Accelerator milliseconds of the ledger.',
    duty: 'The order was not carried out: somebody looks.',
  }),
];
