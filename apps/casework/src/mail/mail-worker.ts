import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { Rounds } from '@tidemark/observability';
import { MailSender } from './mail-sender.js';
import { type LeasedMail, MailStore } from './mail-store.port.js';

const LOOK_EVERY_MS = 500;
const PAUSE_AFTER_ERROR_MS = 2000;
/** Longer than an attempt can take: then whoever held it is gone, and another sends, with the same Message-ID. */
const LEASE_MS = 5 * 60_000;

/** Sends the mails that wait, one after the other, for as long as the app runs. Several instances may: a mail is in the hands of one of them. */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MailWorker.name);
  private readonly rounds = new Rounds({
    look: () => this.sendNext(),
    onError: (error) => this.logger.error(error, 'mails wait'),
    pauseAfterErrorMs: PAUSE_AFTER_ERROR_MS,
  });

  constructor(
    private readonly store: MailStore,
    private readonly sender: MailSender,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.sender.isConfigured) this.rounds.start();
  }

  /** Finishes the mail in hand. */
  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** Answers how long to pause before the next. */
  private async sendNext(): Promise<number> {
    const mail: LeasedMail | undefined = await this.store.lease(this.clock.now(), LEASE_MS);
    if (mail === undefined) return LOOK_EVERY_MS;
    await this.store.settle(mail, await this.sender.send(mail), this.clock.now());
    return 0;
  }
}
