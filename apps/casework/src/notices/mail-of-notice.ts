import type { CaseEvent, CaseState, NoticeText } from '@tidemark/domain';

/** A notice as it is mailed. */
export interface NoticeMail {
  notice: string;
  to: string;
  language: string;
  subject: string;
  /** Plain text. */
  text: string;
}

/** What an event of the log gives to be mailed to the customer; undefined: nothing, or its words were erased. */
export function mailOfNotice(_state: CaseState, event: CaseEvent): NoticeMail | undefined {
  if (event.type !== 'notice-served' || event.through === 'PROVIDER') return undefined;
  const { notice, language, personal, record } = event;
  if (personal?.to === undefined || record === undefined) return undefined;
  return {
    notice,
    to: personal.to,
    language,
    subject: record.text.title,
    text: `${plainText(record.text)}\n\nTo reply or to appeal\nThe notice: ${notice}\nThe code: ${personal.code}\n`,
  };
}

export const plainText = ({ title, sections }: NoticeText): string =>
  [title, ...sections.map(({ heading, text }) => `${heading}\n${text}`)].join('\n\n');
