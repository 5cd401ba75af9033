import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { createTransport, type Transporter } from 'nodemailer';
import type { SendResult } from './mail-schedule.js';
import type { LeasedMail } from './mail-store.port.js';

const CONNECT_MS = 10_000;
/** Silence of the server in the middle of a mail. */
const SILENCE_MS = 20_000;

/** Hands a mail to the server that is configured. Never rejects: what went wrong is an answer. */
@Injectable()
export class MailSender implements OnApplicationShutdown {
  private readonly transport: Transporter | undefined;
  private readonly from: string;
  private readonly domain: string;

  constructor(@Inject(TIDEMARK_CONFIG) { smtp }: Pick<TidemarkConfig, 'smtp'>) {
    this.from = smtp?.from ?? '';
    this.domain = /@([^\s<>@]+)>?\s*$/.exec(this.from)?.[1] ?? 'localhost';
    this.transport =
      smtp &&
      createTransport(
        // Attachments by path or address are for those who write mails themselves; ours are text.
        {
          url: smtp.url,
          connectionTimeout: CONNECT_MS,
          greetingTimeout: CONNECT_MS,
          socketTimeout: SILENCE_MS,
          disableFileAccess: true,
          disableUrlAccess: true,
        },
      );
  }

  /** No mail server is set: nothing is ever handed over. */
  get isConfigured(): boolean {
    return this.transport !== undefined;
  }

  async send({ id, content, madeAtMs }: LeasedMail): Promise<SendResult> {
    if (this.transport === undefined) return { outcome: 'AWAY', answer: 'NOT_CONFIGURED' };
    try {
      const { response } = (await this.transport.sendMail({
        from: this.from,
        to: { name: '', address: content.to },
        subject: content.subject,
        text: content.text,
        // The same with every attempt: who got it twice can tell.
        messageId: `<${id}@${this.domain}>`,
        date: new Date(madeAtMs),
        headers: { 'Auto-Submitted': 'auto-generated' },
      })) as { response?: string };
      return { outcome: 'SENT', answer: response?.slice(0, 3) ?? '250' };
    } catch (error) {
      return resultOf(error as { code?: string; responseCode?: number });
    }
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}

/** Refused for good: the server answered 5xx to this mail. A wrong password is 5xx too, and ours to mend: it is tried again. */
function resultOf({ code, responseCode }: { code?: string; responseCode?: number }): SendResult {
  const forGood = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH' && code !== 'ETLS' && code !== 'ECONNECTION';
  return { outcome: forGood ? 'REFUSED' : 'AWAY', answer: String(responseCode ?? code ?? 'UNKNOWN') };
}
