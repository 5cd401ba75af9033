import { Injectable } from '@nestjs/common';
import { type CustomerCommand, type CustomerRefusal, decideCustomer } from '@tidemark/domain';
import { type EdgeRefusalCode, type Refused, refuse } from '@tidemark/edge';
import { BlindIndex } from '@tidemark/sealing';
import type { Write } from '../registry/write.js';
import { CustomerAftermath } from './customer-aftermath.js';
import { CustomerRecords, type LoadedCustomer, type ReferenceMark } from './customer-records.port.js';
import type { CustomerRoomRefusal } from './customers.refusals.js';
import { referenceMark } from './onboard-customer.js';
import { NOTHING_OUTSIDE, OutsideStandings } from './outside-standings.port.js';

export type ChangeRefusal = Refused<CustomerRoomRefusal | EdgeRefusalCode>;

export interface CustomerChange {
  id: string;
  /** From If-Match: the version that the caller looked at. */
  ifMatch?: number | undefined;
  /** What is asked of the record as it stands, or why nothing can be. */
  command: (loaded: LoadedCustomer, write: Write) => CustomerCommand | Refused<CustomerRoomRefusal>;
}

/** Commands that weigh what other rooms know. */
const LOOKS_OUTSIDE: ReadonlySet<CustomerCommand['type']> = new Set(['propose-level', 'approve-level']);

/** The one way in which a customer record changes: load, decide, keep, and what follows of it, in the change that is open. */
@Injectable()
export class ChangeCustomer {
  constructor(
    private readonly records: CustomerRecords,
    private readonly outside: OutsideStandings,
    private readonly index: BlindIndex,
    private readonly aftermath: CustomerAftermath,
  ) {}

  async change(write: Write, { id, ifMatch, command: ask }: CustomerChange): Promise<LoadedCustomer | ChangeRefusal> {
    const before = await this.records.load(write.tx, id);
    if (before === undefined) return refuse('CUSTOMER_UNKNOWN', 'There is no such customer record of yours.');
    if (ifMatch !== undefined && ifMatch !== before.version)
      return refuse('PRECONDITION_FAILED', `The record is at version ${before.version}.`);
    const command = ask(before, write);
    if ('refused' in command) return command;
    const outside = LOOKS_OUTSIDE.has(command.type) ? await this.outside.of(write.tx, id, write.nowMs) : NOTHING_OUTSIDE;
    const decision = decideCustomer(before.customer, command, { outside });
    if ('refused' in decision) return roomRefusal(decision.refused);
    if (decision.events.length === 0) return before;
    const mark = await this.markOf(write, before, command);
    if (typeof mark === 'object' && 'refused' in mark) return mark;
    const after = await this.records.append(write.tx, before, decision.events, mark);
    await this.aftermath.follow(write, { before: before.customer, after, events: decision.events });
    return after;
  }

  private async markOf(
    { tx }: Write,
    { id, provider, customer }: LoadedCustomer,
    command: CustomerCommand,
  ): Promise<ReferenceMark | Refused<CustomerRoomRefusal>> {
    if (command.type !== 'change-profile' || command.profile.reference === customer.profile?.reference) return 'keep';
    const { reference } = command.profile;
    if (reference === undefined) return undefined;
    const mark = referenceMark(this.index, provider, reference);
    if (await this.records.referenceTaken(tx, provider, mark, id))
      return refuse('REFERENCE_TAKEN', 'Another record of yours has this reference.', { field: 'reference' });
    return mark;
  }
}

function roomRefusal({ code, detail, field, members }: CustomerRefusal): Refused<CustomerRoomRefusal> {
  return refuse(code, detail, { ...(field === undefined ? {} : { field }), ...(members === undefined ? {} : { members: { ...members } }) });
}
