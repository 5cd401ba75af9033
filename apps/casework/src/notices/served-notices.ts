import type { Notice } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { ServedView } from '../served/served-kinds.js';
import type { ServedNow, ServedPart } from '../served/served-now.js';

/** Notices that a provider has to hand to its customer. */
export const servedNotices: ServedPart = ({ decisions }) =>
  [...decisions.notices.values()].flatMap((notice) => {
    const item = itemOf(notice);
    return item === undefined ? [] : [item];
  });

function itemOf({ id, item, provider, servedAt, forwardedAt }: Notice): ServedNow | undefined {
  if (item === undefined || provider === undefined) return undefined;
  return { id: item, provider, kind: 'NOTICE', part: id, status: forwardedAt === undefined ? 'served' : 'forwarded', servedAtMs: servedAt };
}

/** All that is to be handed over: the text, and what opens the customer's own way to answer. */
export const noticeServedView: ServedView = ({ decisions }, { part }) => {
  const notice = decisions.notices.get(part)!;
  const { language, text, code, replyUntil, appealUntil } = notice;
  return {
    notice: part,
    audience: 'CUSTOMER',
    language,
    text: text ?? { erased: true },
    replyUntil: isoOf(replyUntil),
    ...(appealUntil === undefined ? {} : { appealUntil: isoOf(appealUntil) }),
    answer: { address: `/v1/notices/${part}`, header: 'Notice-Code', ...(code === undefined ? {} : { code }) },
  };
};
