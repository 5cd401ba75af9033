import { CUSTOMERS_ROOM } from './customers/customers.room.js';
import { REGISTRY_ROOM } from './registry/registry.room.js';
import type { Room } from './registry/room.js';

/** Every room of the registry. A new one is added here and nowhere else. */
export const ROOMS: readonly Room[] = [REGISTRY_ROOM, CUSTOMERS_ROOM];
