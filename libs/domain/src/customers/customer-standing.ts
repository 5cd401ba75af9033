import { holdsCardNumber } from './card-number.js';
import type { CustomerCommand } from './customer.js';
import { refuseCustomer } from './customer-refusal.js';
import type { Customer } from './customer-state.js';

/** A profile is checked field by field before; what people write about a step may hold a card number as well. */
export function cardFault(command: CustomerCommand) {
  const statement = command.type === 'declare-intent' ? command.declaration.statement : undefined;
  const reason = 'reason' in command ? command.reason : undefined;
  for (const [field, words] of Object.entries({ reason, statement })) {
    if (words !== undefined && holdsCardNumber(words))
      return refuseCustomer('CARD_NUMBER_REFUSED', 'This reads as the number of a payment card, which is kept nowhere.', field);
  }
  return undefined;
}

/** What may still happen in which standing; what is not named may happen to an active customer alone. */
const ALSO_WHEN_SUSPENDED: ReadonlySet<CustomerCommand['type']> = new Set([
  'change-profile',
  'record-access',
  'resume',
  'suspend',
  'close',
  'send-document',
  'scan-document',
  'decide-document',
  'declare-intent',
  'assess-intent',
  'end-exemption',
  'ask-revalidation',
  'finish-revalidation',
  'downgrade',
  'lapse',
  'refuse-level',
  'withdraw-verification',
]);
const ALSO_WHEN_CLOSED: ReadonlySet<CustomerCommand['type']> = new Set(['erase', 'scan-document', 'lapse', 'close']);

export function standingFault({ status }: Customer, { type }: CustomerCommand) {
  if (status === 'ABSENT') {
    if (type === 'onboard') return undefined;
    throw new Error(`${type} was asked of a customer that was never onboarded: load it before deciding.`);
  }
  if (type === 'onboard') return refuseCustomer('CUSTOMER_EXISTS', 'There is a customer of this id.');
  if (status === 'ERASED') return refuseCustomer('CUSTOMER_ERASED', 'The person was erased; only the facts that must stay are left.');
  if (status === 'CLOSED' && !ALSO_WHEN_CLOSED.has(type))
    return refuseCustomer('CUSTOMER_CLOSED', 'The customer is closed: nothing changes any more.');
  if (status === 'SUSPENDED' && !ALSO_WHEN_SUSPENDED.has(type))
    return refuseCustomer('CUSTOMER_SUSPENDED', 'The customer is suspended: resume it first.');
  return undefined;
}
