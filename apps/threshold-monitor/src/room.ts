import type { Provider, Type } from '@nestjs/common';

/** What a room brings to the app: `<room>.room.ts` exports one, and `rooms.ts` lists them all. */
export interface Room {
  controllers?: Type[];
  providers?: Provider[];
}
