import { Injectable } from '@nestjs/common';
import type { CaseEvent, CaseState } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { type Appended, CaseProjector } from '../case-log/case-projector.js';
import { type ExchangeRow, ReferralIndex } from './referral-index.js';

/** Keeps the index of what went and came in step with the log. */
@Injectable()
export class ReferralsProjector extends CaseProjector {
  constructor(private readonly index: ReferralIndex) {
    super();
  }

  async project(tx: Transaction, { before, after, events }: Appended): Promise<void> {
    for (const event of events) {
      const row = rowOf(after, event);
      if (row !== undefined) await this.index.add(tx, row);
    }
    for (const [id, status] of changedStatuses(before, after)) await this.index.become(tx, after.authority, id, status);
  }
}

/** What begins from here on to be found by its id: nothing that was only proposed. */
function rowOf(after: CaseState, event: CaseEvent): ExchangeRow | undefined {
  const here = { authority: after.authority, caseId: after.id, atMs: event.at };
  switch (event.type) {
    case 'referral-approved': {
      const { other, transport } = after.referrals.referrals.get(event.referral)!;
      return { ...here, id: event.referral, kind: 'REFERRAL', side: 'SENT', other, transport, status: 'sent', hash: event.sealed.hash };
    }
    case 'referral-received': {
      const { referral: id, from: other, transport, sealed } = event;
      return { ...here, id, kind: 'REFERRAL', side: 'RECEIVED', other, transport, status: 'arrived', hash: sealed.hash };
    }
    case 'authority-asked': {
      const { request: id, to: other, transport, sealed } = event;
      return { ...here, id, kind: 'REQUEST', side: 'SENT', other, transport, status: 'open', hash: sealed?.hash };
    }
    case 'authority-request-received': {
      const { request: id, from: other, transport, hash } = event;
      return { ...here, id, kind: 'REQUEST', side: 'RECEIVED', other, transport, status: 'open', hash };
    }
    default:
      return undefined;
  }
}

function changedStatuses(before: CaseState, after: CaseState): [string, string][] {
  const { referrals, requests } = after.referrals;
  const of = (state: CaseState, id: string) => state.referrals.referrals.get(id)?.status ?? state.referrals.requests.get(id)?.status;
  return [...referrals.values(), ...requests.values()].flatMap(({ id, status }): [string, string][] =>
    of(before, id) === status ? [] : [[id, status]],
  );
}
