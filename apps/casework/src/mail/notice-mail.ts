import type { MailPart } from './mail-parts.js';

/**
 * A notice that is to reach the customer by mail. The mail says that there is one, where it is read and by which code; what was decided, and
 * about what, is read there: mail lies in many hands.
 */
export const noticeMail: MailPart = (_state, event, { publicUrl }) => {
  if (event.type !== 'notice-served' || event.through === 'PROVIDER') return undefined;
  const { personal, notice, replyUntil } = event;
  if (personal?.to === undefined) return undefined;
  return {
    kind: 'NOTICE',
    recipient: 'CUSTOMER',
    to: personal.to,
    subject: 'A notice for you',
    text: [
      'An authority has served a notice on you. It is read here:',
      '',
      `  ${publicUrl}/v1/notices/${notice}`,
      `  Code: ${personal.code}`,
      '',
      `You can reply until ${new Date(replyUntil).toISOString().slice(0, 16).replace('T', ' ')} UTC, at the same place. Whoever has the code can read the notice and reply: keep it to yourself.`,
      '',
    ].join('\n'),
  };
};
