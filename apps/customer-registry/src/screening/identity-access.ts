import { Injectable } from '@nestjs/common';
import { type Caller, Clock, requireAttempt } from '@tidemark/access';
import { IdentityReads } from '../registry/identity-reads.js';

export interface IdentityAsked {
  caller: Caller;
  /** Absent: nothing of the identity is asked for. */
  purpose: string | undefined;
  /** Absent: no customer's identity stands in the answer. */
  customer: string | undefined;
  what: string;
}

/** Decides whether an answer may hold somebody's identity, and logs that it does before it is shown. */
@Injectable()
export class IdentityAccess {
  constructor(
    private readonly reads: IdentityReads,
    private readonly clock: Clock,
  ) {}

  /** Throws the problem when the caller states a purpose and may not see identities at all. */
  async grant({ caller, purpose, customer, what }: IdentityAsked): Promise<boolean> {
    if (customer === undefined) return true;
    if (purpose === undefined) return false;
    requireAttempt(caller, { kind: 'customer-identity', action: 'read' });
    await this.reads.record([{ caller, purpose, customer, what, atMs: this.clock.now() }]);
    return true;
  }
}
