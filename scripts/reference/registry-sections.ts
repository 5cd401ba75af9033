import { EDGE_REFUSALS } from '@tidemark/edge';
import { BULK_REFUSALS } from '../../apps/customer-registry/src/bulk/bulk.refusals.js';
import { CONTROL_REFUSALS } from '../../apps/customer-registry/src/control/control.refusals.js';
import { CUSTOMER_REFUSALS } from '../../apps/customer-registry/src/customers/customers.refusals.js';
import { DOCUMENT_REFUSALS } from '../../apps/customer-registry/src/documents/documents.refusals.js';
import { LINK_REFUSALS } from '../../apps/customer-registry/src/links/links.refusals.js';
import { LISTS_REFUSALS } from '../../apps/customer-registry/src/lists/lists.refusals.js';
import { PARTY_REFUSALS } from '../../apps/customer-registry/src/parties/parties.refusals.js';
import { RELEASE_REFUSALS } from '../../apps/customer-registry/src/release/release.refusals.js';
import { SCREENING_REFUSALS } from '../../apps/customer-registry/src/screening/screening.refusals.js';
import { WEBHOOK_REFUSALS } from '../../apps/customer-registry/src/webhooks/webhooks.refusals.js';
import type { CodeSection } from './render-codes.js';

/** What the rooms of the customer registry refuse. */
export const REGISTRY_SECTIONS: CodeSection[] = [
  { heading: 'Customer registry', text: 'What every call of the registry can be refused with.', rows: EDGE_REFUSALS },
  {
    heading: 'Customers',
    text: 'Why a record, a verification, an intent, an exemption or an erasure is not taken.',
    rows: CUSTOMER_REFUSALS,
  },
  {
    heading: 'Bulk onboarding',
    text: 'Why a file of customers is not taken, or a row of it.',
    rows: BULK_REFUSALS,
  },
  { heading: 'Documents', text: 'Why a file is not taken or not shown.', rows: DOCUMENT_REFUSALS },
  { heading: 'Control', text: 'Why a statement about owners and controllers is not taken.', rows: CONTROL_REFUSALS },
  { heading: 'Parties', text: 'Why a judgement of the scheme is not taken.', rows: PARTY_REFUSALS },
  { heading: 'Links', text: 'Why an account is not tied, untied or passed on.', rows: LINK_REFUSALS },
  { heading: 'Lists', text: 'Why a version of a list is not imported: then nothing of it is.', rows: LISTS_REFUSALS },
  { heading: 'Screening', text: 'Why a screening or a decision about a match is refused.', rows: SCREENING_REFUSALS },
  { heading: 'Release to a case', text: 'Why casework is not given an identity, over gRPC.', rows: RELEASE_REFUSALS },
  { heading: 'Webhooks', text: 'Why an endpoint or a replay is not taken.', rows: WEBHOOK_REFUSALS },
];
