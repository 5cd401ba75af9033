import { company, named } from './describe.js';
import type { SampleCustomer, SampleEdge, SampleLink } from './sample-customer.js';

/**
 * Who is behind the simulated frontier run: two companies, each at a provider of its own, and one holding above both, which both providers were
 * told of. Neither provider sees more than its half; the scheme sees one group.
 */
export interface RunIdentities {
  customers: readonly SampleCustomer[];
  edges: readonly SampleEdge[];
  links: readonly SampleLink[];
}

const EXTRACT = 'Ownership statement of the customer (fictional)';
/** Before the first use of a run that is told in the present. */
const LINKED_FROM = '2026-01-01';

const MARISMA = {
  names: [named('Marisma Kapital AG')],
  seat: ['Musterstrasse 42', 'Vaduz', 'LI'],
  registration: 'FL-0000.942.042-0',
  lei: '00TMMARISMAKAPIT0008',
} as const;

export const AURORA_RUN: RunIdentities = {
  customers: [
    company('marisma-kapital', MARISMA),
    company(
      'brinewell-models',
      {
        names: [named('Brinewell Models Limited')],
        seat: ['Unit 9, Specimen Park', 'Grimsby', 'GB'],
        registration: '00TM0942',
        lei: '00TMBRINEWELLMOD0051',
      },
      {
        domain: 'brinewell-models.example',
        phone: '+442079460942',
        purpose: 'Simulated: one half of a made-up frontier run.',
        use: 'Pretraining of small language models, it says.',
        sector: 'Artificial intelligence',
        ip: '203.0.113.142',
        level: 'ENHANCED',
      },
    ),
  ],
  edges: [{ owner: 'marisma-kapital', owned: 'brinewell-models', kind: 'SHARES', share: '4/5', from: '2024-02-01', evidence: EXTRACT }],
  links: [{ account: 'sim-brinewell-1', customer: 'brinewell-models', from: LINKED_FROM, evidence: 'DECLARED', detail: 'Contract A-1041' }],
};

export const BOREALIS_RUN: RunIdentities = {
  customers: [
    company('marisma', MARISMA),
    company(
      'saltmarsh-intelligence',
      {
        names: [named('Saltmarsh Intelligence ApS')],
        seat: ['Eksempelvej 42', 'Esbjerg', 'DK'],
        registration: '00942042',
        lei: '00TMSALTMARSHINT0011',
      },
      {
        domain: 'saltmarsh-intelligence.example',
        phone: '+4533120142',
        purpose: 'Simulated: the other half of a made-up frontier run.',
        use: 'Pretraining of small language models, it says.',
        sector: 'Artificial intelligence',
        ip: '198.51.100.242',
        level: 'ENHANCED',
      },
    ),
  ],
  edges: [{ owner: 'marisma', owned: 'saltmarsh-intelligence', kind: 'SHARES', share: '11/20', from: '2025-01-15', evidence: EXTRACT }],
  links: [
    {
      account: 'sim-saltmarsh-1',
      customer: 'saltmarsh-intelligence',
      from: LINKED_FROM,
      evidence: 'DECLARED',
      detail: 'Contract B-2042',
    },
  ],
};
