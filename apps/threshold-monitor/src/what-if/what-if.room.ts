import { PostgresWhatIf } from '../postgres/what-if.postgres.js';
import type { Room } from '../room.js';
import { WhatIfController } from './what-if.controller.js';
import { WhatIfHandler } from './what-if.handler.js';
import { WhatIfReader } from './what-if.port.js';

export const WHAT_IF_ROOM: Room = {
  controllers: [WhatIfController],
  providers: [{ provide: WhatIfReader, useClass: PostgresWhatIf }, WhatIfHandler],
};
