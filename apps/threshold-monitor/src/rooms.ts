import type { Room } from './room.js';

/** Every room of the monitor that answers questions. A new one is added here and nowhere else. */
export const ROOMS: readonly Room[] = [];
