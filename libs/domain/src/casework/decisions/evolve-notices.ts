import type { CaseEvent } from '../case-event.js';
import type { DecisionsState, Notice } from './decision-state.js';

export function evolveNotices(state: DecisionsState, event: CaseEvent): DecisionsState {
  switch (event.type) {
    case 'notice-served': {
      const {
        notice: id,
        decision,
        kind,
        through,
        provider,
        item,
        language,
        codeHash,
        replyUntil,
        appealUntil,
        at,
        by,
        record,
        personal,
      } = event;
      const served: Notice = {
        ...{ id, decision, kind, through, provider, item, language, codeHash, replyUntil, appealUntil },
        servedAt: at,
        by,
        text: record?.text,
        code: personal?.code,
        to: personal?.to,
      };
      return { ...state, notices: new Map(state.notices).set(id, served) };
    }
    case 'notice-forwarded': {
      const notice = state.notices.get(event.notice);
      if (notice === undefined) return state;
      return { ...state, notices: new Map(state.notices).set(notice.id, { ...notice, forwardedAt: event.at }) };
    }
    case 'reply-received': {
      const { reply: id, notice, kind, receivedAt, late, by, evidence, personal } = event;
      return {
        ...state,
        replies: new Map(state.replies).set(id, { id, notice, kind, receivedAt, late, by, evidence, text: personal?.text }),
      };
    }
    default:
      return state;
  }
}
