import type { Rule } from './rule.js';
import { regimeWithoutNumber, trainingRule } from './rule-parts.js';

const NOT_STATED = 'Not stated.';
const BIOLOGICAL = {
  type: 'DECLARED_MODALITY',
  anyOf: ['BIOLOGICAL_SEQUENCE'],
  words: 'Trained on biological sequence data',
} as const;

const OUTBOUND = {
  regime: 'US outbound investment rules',
  jurisdiction: 'US',
  citation: '31 CFR 850.217, 850.224',
  statuses: [{ from: '2025-01-02', status: 'IN_FORCE' }],
  effectiveFrom: '2025-01-02',
  comparison: 'GREATER',
  counts: NOT_STATED,
  method: NOT_STATED,
  note: 'A rule about investments: that the number is passed says nothing about any investor.',
} as const;

const OUTBOUND_CLOCK = {
  duty: 'US investor notifies the Treasury',
  from: 'COMPLETION',
  days: 30,
  words: '30 days after completion',
  verified: false,
} as const;

const EO_14110 = {
  regime: 'US Executive Order 14110',
  jurisdiction: 'US',
  citation: 'EO 14110 4.2(b)',
  statuses: [{ from: '2025-01-20', status: 'RESCINDED' }],
  comparison: 'GREATER',
  counts: NOT_STATED,
  duty: 'Developer reports to Commerce.',
  method: NOT_STATED,
  note: 'Where it stood before 2025-01-20 is not stated. Judged over all time, also after it was rescinded.',
} as const;

export const US_FEDERAL_RULES: readonly Rule[] = [
  trainingRule({
    ...OUTBOUND,
    id: 'us-outbound-850-notifiable',
    title: 'Outbound investment: notifiable',
    number: '1e23',
    duty: 'Notifiable: US investor to the Treasury.',
    clocks: [OUTBOUND_CLOCK],
  }),
  trainingRule({
    ...OUTBOUND,
    id: 'us-outbound-850-prohibited',
    title: 'Outbound investment: prohibited',
    number: '1e25',
    duty: 'Prohibited to the US investor.',
  }),
  trainingRule({
    ...OUTBOUND,
    id: 'us-outbound-850-biological',
    title: 'Outbound investment: prohibited, biological sequence data',
    number: '1e24',
    conditions: [BIOLOGICAL],
    duty: 'Prohibited to the US investor.',
  }),
  trainingRule({ ...EO_14110, id: 'us-eo-14110', title: 'Report of training', number: '1e26' }),
  trainingRule({
    ...EO_14110,
    id: 'us-eo-14110-biological',
    title: 'Report of training on biological sequence data',
    number: '1e23',
    conditions: [BIOLOGICAL],
    verified: false,
  }),
  trainingRule({
    id: 'us-bis-702-7',
    title: 'Quarterly report',
    regime: 'US BIS reporting proposal',
    jurisdiction: 'US',
    citation: '89 FR 73612',
    statuses: [{ status: 'PROPOSED', words: 'proposed, never final' }],
    number: '1e26',
    comparison: 'GREATER',
    horizonDays: 184,
    counts: 'Done, or planned within 6 months.',
    duty: 'Quarterly report.',
    clocks: [
      {
        duty: 'Quarterly report',
        from: 'QUARTER_END',
        quarterDays: ['01-15', '04-15', '07-15', '10-15'],
        words: 'By 15 April, July, October and January',
        verified: true,
      },
    ],
    method: NOT_STATED,
    note: 'When it was proposed is not stated. What is planned within 6 months counts too, so a projection looks 184 days ahead, as long as six months can be.',
  }),
  regimeWithoutNumber({
    id: 'us-iaas-cip',
    title: 'Infrastructure providers: number set by notice',
    regime: 'US IaaS proposal',
    jurisdiction: 'US',
    citation: '89 FR 5698, 15 CFR 7 subpart D',
    statuses: [{ status: 'PROPOSED', words: 'proposed, never final' }],
    counts: 'Set by notice.',
    duty: 'Report.',
    clocks: [{ duty: 'Report', from: 'KNOWLEDGE', days: 15, words: 'Within 15 days of knowledge', verified: false }],
    note: 'When it was proposed is not stated.',
  }),
  trainingRule({
    id: 'us-ai-diffusion',
    title: 'Licence: closed weights',
    regime: 'US AI diffusion rule',
    jurisdiction: 'US',
    citation: '90 FR 4544, ECCN 4E091',
    statuses: [{ from: '2025-05-13', status: 'NOT_ENFORCED', words: 'non-enforcement announced' }],
    number: '1e26',
    comparison: 'AT_LEAST',
    conditions: [{ type: 'ATTESTED', subject: 'CLOSED_WEIGHTS', words: 'The weights are closed' }],
    counts: NOT_STATED,
    duty: 'Licence.',
    method: NOT_STATED,
    note: 'Where it stood before 2025-05-13 is not stated.',
  }),
  regimeWithoutNumber({
    id: 'us-eo-14409',
    title: 'US Executive Order 14409: no compute threshold',
    regime: 'US Executive Order 14409',
    jurisdiction: 'US',
    citation: 'EO 14409',
    statuses: [],
    duty: 'None that rests on an amount of compute.',
    note: 'Where it stands in law is not stated.',
  }),
];
