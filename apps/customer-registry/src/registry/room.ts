import type { Provider, Type } from '@nestjs/common';
import type { RegistryTask } from './registry-task.js';

/** What a room brings to the app: `<room>.room.ts` exports one, and the module lists them all. */
export interface Room {
  controllers?: Type[];
  providers?: Provider[];
  /** Classes among the providers that do tasks. */
  tasks?: Type<RegistryTask>[];
  /** Paths whose handlers read the body themselves: files, whatever their type. */
  rawBodyPaths?: RegExp[];
}
