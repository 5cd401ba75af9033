import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ABSENT_CUSTOMER, decideCustomer, evolveCustomer } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { BlindIndex } from '@tidemark/sealing';
import type { Write } from '../registry/write.js';
import { CustomerAftermath } from './customer-aftermath.js';
import { CustomerRecords } from './customer-records.port.js';
import type { CustomerRoomRefusal } from './customers.refusals.js';
import { NOTHING_OUTSIDE } from './outside-standings.port.js';
import { admitProfile } from './profile-admission.js';

export interface Onboarding {
  /** The profile as sent: see readProfile. */
  profile: unknown;
  /** An owner or controller that rents nothing. */
  related?: boolean;
  /** Whose record it becomes. */
  provider: string;
}

/** What an onboarding answers: no identity, because answers are kept for repeats. */
export interface Onboarded {
  id: string;
  version: number;
}

/** Takes a customer in. Also for whoever onboards many, in a change of its own for each. */
@Injectable()
export class OnboardCustomer {
  constructor(
    private readonly records: CustomerRecords,
    private readonly index: BlindIndex,
    private readonly aftermath: CustomerAftermath,
  ) {}

  async onboard(write: Write, { profile: sent, related = false, provider }: Onboarding): Promise<Onboarded | Refused<CustomerRoomRefusal>> {
    const { tx, by, nowMs } = write;
    const admitted = admitProfile(sent, { source: 'provider', nowMs });
    if ('refused' in admitted) return admitted;
    const { profile } = admitted;
    const mark = profile.reference === undefined ? undefined : referenceMark(this.index, provider, profile.reference);
    if (mark !== undefined && (await this.records.referenceTaken(tx, provider, mark)))
      return refuse('REFERENCE_TAKEN', 'Another record of yours has this reference.', { field: 'reference' });
    const decision = decideCustomer(ABSENT_CUSTOMER, { type: 'onboard', profile, related, by, nowMs }, { outside: NOTHING_OUTSIDE });
    if ('refused' in decision) return refuse(decision.refused.code, decision.refused.detail);
    const { events } = decision;
    const after = { id: randomUUID(), provider, version: events.length, customer: events.reduce(evolveCustomer, ABSENT_CUSTOMER) };
    await this.records.create(tx, after, events, mark);
    await this.aftermath.follow(write, { before: ABSENT_CUSTOMER, after, events });
    return { id: after.id, version: after.version };
  }
}

/** Two providers may use the same reference: the mark of one says nothing about the other's. */
export const referenceMark = (index: BlindIndex, provider: string, reference: string): Buffer =>
  index.of('reference', `${provider}\0${reference}`);
