import type { CaseState, Notice, Reply } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';

const dates = ({ servedAt, replyUntil, appealUntil }: Notice) => ({
  servedAt: isoOf(servedAt),
  replyUntil: isoOf(replyUntil),
  ...(appealUntil === undefined ? {} : { appealUntil: isoOf(appealUntil) }),
});

const textOf = ({ text }: Notice) => text ?? { erased: true as const };

/** As the authority reads it: without the code. */
export const noticeView = (notice: Notice) => ({
  id: notice.id,
  kind: notice.kind,
  decision: notice.decision,
  audience: 'CUSTOMER' as const,
  through: notice.through,
  ...(notice.provider === undefined ? {} : { provider: notice.provider }),
  mailed: notice.through !== 'PROVIDER',
  language: notice.language,
  by: notice.by,
  ...dates(notice),
  ...(notice.forwardedAt === undefined ? {} : { forwardedAt: isoOf(notice.forwardedAt) }),
  text: textOf(notice),
});

export const replyView = ({ id, notice, kind, receivedAt, late, by, evidence, text }: Reply) => ({
  id,
  ...(notice === undefined ? {} : { notice }),
  kind,
  receivedAt: isoOf(receivedAt),
  late,
  recordedBy: by,
  evidence,
  ...(text === undefined ? { erased: true as const } : { text }),
});

export const noticesView = ({ version, decisions: { notices, replies } }: CaseState) => ({
  version,
  items: [...notices.values()].map(noticeView),
  replies: [...replies.values()].map(replyView),
});
export type NoticesView = ReturnType<typeof noticesView>;

/** As its holder reads it: the notice, and what it wrote itself. */
export const heldNoticeView = ({ decisions: { replies, appeals } }: CaseState, notice: Notice) => ({
  notice: notice.id,
  kind: notice.kind,
  language: notice.language,
  ...dates(notice),
  text: textOf(notice),
  replies: [...replies.values()]
    .filter((reply) => reply.notice === notice.id)
    .map(({ id, kind, receivedAt, late }) => ({ id, kind, receivedAt: isoOf(receivedAt), late })),
  appeals: [...appeals.values()].filter((appeal) => appeal.notice === notice.id).map(heldAppealView),
});
export type HeldNoticeView = ReturnType<typeof heldNoticeView>;

/** Whether it is heard, and nothing of how. */
export const heldAppealView = ({ id, receivedAt, status }: { id: string; receivedAt: number; status: string }) => ({
  id,
  receivedAt: isoOf(receivedAt),
  status:
    status === 'late'
      ? ('LATE' as const)
      : status === 'waived'
        ? ('WAIVED' as const)
        : status === 'decided'
          ? ('DECIDED' as const)
          : ('HEARD' as const),
});
