import { PostgresMailStore } from '../postgres/mail-store.postgres.js';
import type { Room } from '../room.js';
import { MailController } from './mail.controller.js';
import { MailProjector } from './mail.projector.js';
import { MailSender } from './mail-sender.js';
import { MailStore } from './mail-store.port.js';
import { MailWorker } from './mail-worker.js';

export const MAIL_ROOM: Room = {
  controllers: [MailController],
  providers: [{ provide: MailStore, useClass: PostgresMailStore }, MailSender, MailProjector, MailWorker],
  projectors: [MailProjector],
};
