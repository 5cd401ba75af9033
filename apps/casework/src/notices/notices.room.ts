import { PostgresNoticeIndex } from '../postgres/notices.postgres.js';
import type { Room } from '../room.js';
import { NoticeDoor } from './notice-door.js';
import { NoticeIndex } from './notice-index.port.js';
import { NoticeIndexProjector } from './notice-index.projector.js';
import { NoticeProviders } from './notice-providers.js';
import { NoticesController } from './notices.controller.js';
import { PublicNoticesController } from './public-notices.controller.js';

export const NOTICES_ROOM: Room = {
  controllers: [NoticesController, PublicNoticesController],
  providers: [{ provide: NoticeIndex, useClass: PostgresNoticeIndex }, NoticeDoor, NoticeProviders, NoticeIndexProjector],
  projectors: [NoticeIndexProjector],
};
