import type { Rule } from './rule.js';
import { regimeWithoutNumber, trainingRule } from './rule-parts.js';

const noThreshold = (id: string, jurisdiction: string, name: string): Rule =>
  regimeWithoutNumber({
    id,
    title: `${name}: no compute threshold`,
    regime: name,
    jurisdiction,
    citation: 'None: no compute threshold',
    statuses: [],
    duty: 'None that rests on an amount of compute.',
  });

export const ASIA_AND_UK_RULES: readonly Rule[] = [
  trainingRule({
    id: 'kr-ai-basic-act',
    title: 'Results, changes and incidents',
    regime: 'Korea AI Basic Act',
    jurisdiction: 'KR',
    citation: 'AI Basic Act and Decree',
    statuses: [{ from: '2026-01-22', status: 'IN_FORCE' }],
    effectiveFrom: '2026-01-22',
    number: '1e26',
    comparison: 'AT_LEAST',
    conditions: [{ type: 'ATTESTED', subject: 'KR_RISK_CRITERIA_MET', words: 'The risk criteria of the Decree are met as well' }],
    counts: 'Not stated.',
    duty: 'Results, changes and incidents.',
    clocks: [
      { duty: 'Results', from: 'NOT_STATED', months: 3, words: 'In 3 months; what starts it is not stated', verified: true },
      { duty: 'Change', from: 'NOT_STATED', on: 'CHANGE', months: 1, words: 'In 1 month; what starts it is not stated', verified: true },
      { duty: 'Incident', from: 'NOT_STATED', on: 'INCIDENT', days: 7, words: 'In 7 days; what starts it is not stated', verified: true },
    ],
    method: 'Not stated.',
  }),
  noThreshold('gb-no-threshold', 'GB', 'United Kingdom'),
  noThreshold('jp-no-threshold', 'JP', 'Japan'),
  noThreshold('sg-no-threshold', 'SG', 'Singapore'),
  noThreshold('cn-no-threshold', 'CN', 'China'),
];
