import { endOf, type LinkRefusal, type ResellerRefusal } from '@tidemark/domain';
import { isoOf, type Refused, refuse } from '@tidemark/edge';
import type { LinkRefusalCode } from './links.refusals.js';

const DETAILS: Record<Exclude<LinkRefusal['code'], 'ACCOUNT_ALREADY_LINKED'>, string> = {
  LINK_INTERVAL_EMPTY: 'The link would hold at no instant.',
  LINK_UNKNOWN: 'There is no such link.',
  LINK_ENDS_BEFORE_IT_STARTS: 'The end lies before the start.',
  LINK_ALREADY_ENDED: 'It ended earlier, or at that instant.',
  ACCOUNT_NOT_LINKED_TO_CUSTOMER: 'No link of the account to the customer that it should pass from holds at that instant.',
  TRANSFER_TO_ITSELF: 'The two customers are the same.',
};

/** What stands in the way is of the same account, hence the caller's own to see. */
export function linkRefusal(refusal: LinkRefusal): Refused<LinkRefusalCode> {
  if (refusal.code !== 'ACCOUNT_ALREADY_LINKED') return refuse(refusal.code, DETAILS[refusal.code]);
  const { link, fromMs } = refusal.link;
  const end = endOf(refusal.link);
  const standing = { link, from: isoOf(fromMs), ...(end === Number.POSITIVE_INFINITY ? {} : { to: isoOf(end) }) };
  return refuse('ACCOUNT_ALREADY_LINKED', 'A link of this account holds at some instant of that time.', { members: { standing } });
}

export function resellerRefusal(refusal: ResellerRefusal): Refused<LinkRefusalCode> {
  switch (refusal.code) {
    case 'RESELLER_INTERVAL_EMPTY':
      return refuse(refusal.code, 'The time ends before it starts.', { field: 'to' });
    case 'SUB_ACCOUNT_TAKEN':
      return refuse(refusal.code, 'A sub-account is sold through another account at some instant of that time.', {
        field: 'subAccounts',
        members: { account: refusal.account, reseller: refusal.reseller },
      });
    default:
      return refuse(refusal.code, 'A sub-account stands above, or is, the reseller’s account.', {
        field: 'subAccounts',
        members: { account: refusal.account },
      });
  }
}
