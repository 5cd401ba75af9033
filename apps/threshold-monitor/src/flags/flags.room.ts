import { PostgresFlagNews } from '../postgres/flag-news.postgres.js';
import { PostgresFlags } from '../postgres/flags.postgres.js';
import type { Room } from '../room.js';
import { FlagNews } from './flag-news.port.js';
import { FlagStreamController } from './flag-stream.controller.js';
import { FlagStreams } from './flag-stream.js';
import { FlagsController } from './flags.controller.js';
import { Flags } from './flags.port.js';
import { FlagsQueries } from './flags.query.js';

export const FLAGS_ROOM: Room = {
  // The stream before the flags: `stream` is no id of one.
  controllers: [FlagStreamController, FlagsController],
  providers: [{ provide: Flags, useClass: PostgresFlags }, { provide: FlagNews, useClass: PostgresFlagNews }, FlagsQueries, FlagStreams],
};
