import type { Rule } from './rule.js';
import { trainingRule } from './rule-parts.js';

const METHOD =
  'Guidelines, annex: by hardware N x L x H x U (units, seconds, peak op/s, average utilisation) or by architecture 6 x parameters x tokens; estimates may be 30 % off, two significant figures.';
const GUIDELINES = { regime: 'EU AI Act, Commission guidelines', jurisdiction: 'EU', statuses: [{ status: 'GUIDANCE' }] } as const;

export const EU_RULES: readonly Rule[] = [
  trainingRule({
    id: 'eu-ai-act-51',
    title: 'General-purpose model presumed to have systemic risk',
    regime: 'EU AI Act',
    jurisdiction: 'EU',
    citation: 'Reg. (EU) 2024/1689 Art. 51(2), 52',
    statuses: [{ from: '2025-08-02', status: 'IN_FORCE' }],
    effectiveFrom: '2025-08-02',
    number: '1e25',
    comparison: 'GREATER',
    noticeDays: 14,
    counts: "Cumulative over the model's life, all formats equal.",
    duty: 'Presumed systemic risk: the developer notifies the Commission.',
    clocks: [
      {
        duty: 'Developer notifies the Commission',
        from: 'KNOWLEDGE',
        days: 14,
        words: 'Without delay, at most 2 weeks after it is met or known that it will be',
        verified: true,
      },
    ],
    method: METHOD,
    note: 'Fines since 2026-08-02.',
  }),
  trainingRule({
    ...GUIDELINES,
    id: 'eu-gpai-guidelines',
    title: 'Indicative of a general-purpose AI model',
    citation: 'Guidelines para. 17, C(2025) 7719',
    number: '1e23',
    comparison: 'GREATER',
    conditions: [
      {
        type: 'DECLARED_MODALITY',
        anyOf: ['LANGUAGE', 'TEXT', 'IMAGE', 'VIDEO'],
        words: 'Generates language, or images or video from text',
      },
    ],
    counts: 'Everything that contributed to training, by the annex of the guidelines.',
    duty: 'Indicative status of a general-purpose AI model.',
    method: METHOD,
    note: 'Since when is not stated. A declaration names images and video without saying from what: it is read as from text.',
  }),
  trainingRule({
    ...GUIDELINES,
    id: 'eu-gpai-modifier-systemic',
    title: 'Modifier becomes provider: unknown base, a third of 1e25',
    citation: 'Guidelines para. 60-61, C(2025) 7719',
    number: '1e25/3',
    comparison: 'GREATER',
    conditions: [
      {
        type: 'ATTESTED',
        subject: 'MODIFIES_SYSTEMIC_RISK_MODEL',
        words: "Is a modification of a model with systemic risk whose original's compute is not known",
      },
    ],
    counts: "More than a third of the original's compute; where that is not known, of 1e25, exactly.",
    duty: 'The modifier becomes a provider.',
    method: METHOD,
    note: "Since when is not stated. Where the original's compute is known, a third of that decides: no usage shows it.",
  }),
  trainingRule({
    ...GUIDELINES,
    id: 'eu-gpai-modifier-gpai',
    title: 'Modifier becomes provider: unknown base, a third of 1e23',
    citation: 'Guidelines para. 60-61, C(2025) 7719',
    number: '1e23/3',
    comparison: 'GREATER',
    conditions: [
      {
        type: 'ATTESTED',
        subject: 'MODIFIES_GENERAL_PURPOSE_MODEL',
        words: "Is a modification of a general-purpose AI model whose original's compute is not known",
      },
    ],
    counts: "More than a third of the original's compute; where that is not known, of 1e23, exactly.",
    duty: 'The modifier becomes a provider.',
    method: METHOD,
    note: "Since when is not stated. Where the original's compute is known, a third of that decides: no usage shows it.",
  }),
];
