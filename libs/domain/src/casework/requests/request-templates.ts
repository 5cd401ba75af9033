import type { QuestionKind } from './answers.js';

/** Questions that come up again and again: versioned data, so that a request says which wording it was sent with. */
export interface RequestTemplate {
  id: string;
  version: number;
  title: string;
  questions: readonly TemplateQuestion[];
}

export interface TemplateQuestion {
  id: string;
  kind: QuestionKind;
  required: boolean;
  text: string;
}

const question = (id: string, kind: QuestionKind, text: string, required = true): TemplateQuestion => ({ id, kind, required, text });

export const REQUEST_TEMPLATES: readonly RequestTemplate[] = [
  {
    id: 'account-usage-detail',
    version: 1,
    title: 'How accounts were used',
    questions: [
      question(
        'usage-by-day',
        'TABLE',
        'For each day and account of the period: compute cluster, accelerator, accelerators at the most, accelerator-hours.',
      ),
      question('workload', 'TEXT', 'What is known of the workload: training, fine-tuning, inference, other; and how it is known.'),
      question('measured-how', 'TEXT', 'From which meters and exports the figures come, and what they leave out.'),
      question('reservations', 'TABLE', 'Reservations and commitments that are still to be used: from, to, accelerator, how many.', false),
      question('exports', 'FILE', 'The exports that the table was made from.', false),
    ],
  },
  {
    id: 'customer-identity-on-file',
    version: 1,
    title: 'What is on file about the customer',
    questions: [
      question('verified-when', 'DATE', 'When the customer was last verified.'),
      question('verified-how', 'TEXT', 'On which documents and sources the verification rests.'),
      question('owners', 'TABLE', 'Beneficial owners and controllers on file: share or kind of control, since when.'),
      question('changes', 'TEXT', 'What changed since: ownership, address, means of payment.', false),
      question('documents', 'FILE', 'Copies of the documents.', false),
    ],
  },
  {
    id: 'intended-use',
    version: 1,
    title: 'What the compute is for',
    questions: [
      question('purpose', 'TEXT', 'Which purpose the customer stated, and when.'),
      question('training-intent', 'TEXT', 'Whether the customer said that it would train a model, of which kind and size.'),
      question('expected-end', 'DATE', 'When the use is expected to end.', false),
      question('agreement', 'FILE', 'The part of the agreement that limits the use.', false),
    ],
  },
  {
    id: 'hardware-at-a-site',
    version: 1,
    title: 'Hardware at a site',
    questions: [
      question(
        'inventory',
        'TABLE',
        'Compute clusters at the site: accelerator, how many, per node, interconnect in Gbit/s, in service since.',
      ),
      question('interconnect', 'TEXT', 'Which of them are wired together, and how.'),
      question('custody', 'TABLE', 'Where the accelerators came from: lot, received, from whom.', false),
      question('power', 'NUMBER', 'Power that the site can give to accelerators, in megawatts.', false),
    ],
  },
  {
    id: 'training-run-plan',
    version: 1,
    title: 'Plan of a training run',
    questions: [
      question('start', 'DATE', 'First day of the run.'),
      question('end', 'DATE', 'Last day as planned.'),
      question('compute', 'NUMBER', 'Compute that is planned in all, FLOP.'),
      question('estimate-how', 'TEXT', 'How that was estimated: hardware and hours, or parameters and tokens.'),
      question('sites', 'TABLE', 'Sites and compute clusters that are booked: from, to, accelerators.'),
      question('plan', 'FILE', 'The plan, as the customer gave it.', false),
    ],
  },
];

/** The newest version, or the one that is named. */
export function templateOf(id: string, version?: number): RequestTemplate | undefined {
  const versions = REQUEST_TEMPLATES.filter((template) => template.id === id && (version === undefined || template.version === version));
  return versions.reduce<RequestTemplate | undefined>((newest, one) => (newest && newest.version > one.version ? newest : one), undefined);
}
