import type { MailDraft, MailPart } from './mail-parts.js';

/** A clock ran out that was somebody's duty: the authority that runs the installation is told, with the id of the case and nothing about its subject. */
export const breachMail: MailPart = (state, event, { publicUrl, home, authorityMail }): MailDraft | undefined => {
  if (event.type !== 'clock-breached' || authorityMail === undefined || state.authority !== home) return undefined;
  const clock = state.clocks.get(event.clock);
  return {
    kind: 'CLOCK_BREACHED',
    recipient: 'AUTHORITY',
    to: authorityMail,
    subject: 'A clock of a case ran out',
    text: [
      `Case ${state.id}: ${clock?.duty ?? event.kind}`,
      `Due ${new Date(event.due).toISOString()}.`,
      '',
      `${publicUrl}/v1/cases/${state.id}/clocks`,
      '',
    ].join('\n'),
  };
};
