import type { Clock, Rule } from './rule.js';
import { trainingRule } from './rule-parts.js';

const NOT_STATED = 'Not stated.';

const incident = (hours: number, words: string, imminent?: true): Clock => ({
  duty: 'Incident reported',
  from: 'NOT_STATED',
  on: 'INCIDENT',
  ...(imminent && { imminent }),
  hours,
  words,
  verified: true,
});
const INCIDENT_CLOCKS = [incident(72, 'Within 72 hours; what starts it is not stated'), incident(24, 'Within 24 hours if imminent', true)];

const SB_1047 = {
  regime: 'California SB 1047',
  jurisdiction: 'US',
  citation: 'B&P 22602-22604',
  statuses: [{ from: '2024-09-29', status: 'VETOED' }],
  comparison: 'GREATER',
  counts: NOT_STATED,
  duty: 'Operators of compute clusters know their customers and keep records for 7 years.',
  method: NOT_STATED,
  note: 'Where it stood before 2024-09-29 is not stated.',
} as const;

export const US_STATE_RULES: readonly Rule[] = [
  trainingRule({
    id: 'us-ca-sb53',
    title: 'Reports of incidents',
    regime: 'California SB 53',
    jurisdiction: 'US',
    citation: 'B&P 22757.10 ff. (22757.11 definitions, 22757.13 incidents)',
    statuses: [{ from: '2026-01-01', status: 'IN_FORCE' }],
    effectiveFrom: '2026-01-01',
    number: '1e26',
    comparison: 'GREATER',
    counts:
      'Integer or floating-point operations of the original run and of later fine-tuning, reinforcement learning and other material modification.',
    duty: 'Critical safety incidents are reported to OES.',
    clocks: [
      {
        duty: 'Critical safety incident reported to OES',
        from: 'KNOWLEDGE',
        on: 'INCIDENT',
        days: 15,
        words: 'Within 15 days of discovery',
        verified: true,
      },
      {
        duty: 'Incident reported to an authority with jurisdiction',
        from: 'KNOWLEDGE',
        on: 'INCIDENT',
        imminent: true,
        hours: 24,
        words: 'Within 24 hours if there is imminent risk of death or serious injury',
        verified: true,
      },
    ],
    method: NOT_STATED,
    note: 'Definitions are reviewed yearly from 2027-01-01.',
  }),
  trainingRule({
    id: 'us-ny-raise',
    title: 'Reports of incidents',
    regime: 'New York RAISE Act',
    jurisdiction: 'US',
    citation: 'GBL 1420, S8828',
    statuses: [{ status: 'ENACTED' }, { from: '2027-01-01', status: 'IN_FORCE' }],
    effectiveFrom: '2027-01-01',
    number: '1e26',
    comparison: 'GREATER',
    counts: NOT_STATED,
    duty: 'Incidents are reported.',
    clocks: INCIDENT_CLOCKS,
    method: NOT_STATED,
    note: 'When it was enacted is not stated.',
  }),
  trainingRule({
    id: 'us-il-sb315',
    title: 'Reports of incidents',
    regime: 'Illinois SB 315',
    jurisdiction: 'US',
    citation: 'SB 315',
    statuses: [{ status: 'PASSED', words: 'passed by both houses, signature not confirmed' }],
    number: '1e26',
    comparison: 'GREATER',
    counts: NOT_STATED,
    duty: 'Incidents are reported.',
    clocks: INCIDENT_CLOCKS,
    method: NOT_STATED,
    note: 'When it was passed and when it would take effect are not stated.',
  }),
  trainingRule({
    ...SB_1047,
    id: 'us-ca-sb1047',
    title: 'Operators of compute clusters know their customers',
    number: '1e26',
    conditions: [{ type: 'ATTESTED', subject: 'TRAINING_COST_ABOVE_100M_USD', words: 'Training cost more than $100M' }],
  }),
  trainingRule({
    ...SB_1047,
    id: 'us-ca-sb1047-fine-tune',
    title: 'Operators of compute clusters know their customers: fine-tuning',
    number: '3e25',
    comparison: 'AT_LEAST',
    conditions: [{ type: 'ATTESTED', subject: 'FINE_TUNING_COST_ABOVE_10M_USD', words: 'A fine-tune that cost more than $10M' }],
  }),
];
