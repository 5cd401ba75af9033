import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CustomerCommand, CustomerProfile } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import type { Write } from '../registry/write.js';
import { ChangeCustomer, type ChangeRefusal } from './change-customer.js';
import type { LoadedCustomer } from './customer-records.port.js';
import type { CustomerRoomRefusal } from './customers.refusals.js';
import { admitProfile } from './profile-admission.js';

export interface Amendment {
  id: string;
  ifMatch?: number;
  /** Fields of the profile as sent: each replaces the field whole, null removes it. `changeReason` says why. */
  fields: Readonly<Record<string, unknown>>;
}

/** Changes what is recorded of a customer. */
@Injectable()
export class AmendCustomer {
  constructor(private readonly customers: ChangeCustomer) {}

  amend(write: Write, { id, ifMatch, fields }: Amendment): Promise<LoadedCustomer | ChangeRefusal> {
    const { changeReason, ...changed } = fields;
    return this.customers.change(write, {
      id,
      ifMatch,
      command: ({ customer }) => amendment(customer.profile, changed, { reason: changeReason, write }),
    });
  }
}

function amendment(
  before: CustomerProfile | undefined,
  changed: Readonly<Record<string, unknown>>,
  { reason, write: { by, nowMs } }: { reason: unknown; write: Write },
): CustomerCommand | Refused<CustomerRoomRefusal> {
  if (before === undefined) return refuse('CUSTOMER_ERASED', 'The person was erased; only the facts that must stay are left.');
  if (reason !== undefined && (typeof reason !== 'string' || reason.trim() === '' || reason.length > 4000))
    return refuse('FIELD_MALFORMED', 'A text of at most 4,000 characters.', { field: 'changeReason' });
  const admitted = admitProfile({ ...before, ...changed }, { source: 'provider', nowMs });
  if ('refused' in admitted) return admitted;
  const said = typeof reason === 'string' ? { reason: reason.trim() } : {};
  return { type: 'change-profile', profile: admitted.profile, revalidation: randomUUID(), by, nowMs, ...said };
}
