import { PostgresBandTotals } from '../postgres/bands.postgres.js';
import type { Room } from '../room.js';
import { BandsController } from './bands.controller.js';
import { BandsHandler } from './bands.handler.js';
import { BandTotals } from './bands.port.js';

export const BANDS_ROOM: Room = {
  controllers: [BandsController],
  providers: [{ provide: BandTotals, useClass: PostgresBandTotals }, BandsHandler],
};
