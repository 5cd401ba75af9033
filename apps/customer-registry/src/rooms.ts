import { BULK_ROOM } from './bulk/bulk.room.js';
import { CONTROL_ROOM } from './control/control.room.js';
import { CUSTOMERS_ROOM } from './customers/customers.room.js';
import { DOCUMENTS_ROOM } from './documents/documents.room.js';
import { EVENTS_ROOM } from './events/events.room.js';
import { INTENT_ROOM } from './intent/intent.room.js';
import { LINKS_ROOM } from './links/links.room.js';
import { LISTS_ROOM } from './lists/lists.room.js';
import { PARTIES_ROOM } from './parties/parties.room.js';
import { REGISTRY_ROOM } from './registry/registry.room.js';
import type { Room } from './registry/room.js';
import { RELEASE_ROOM } from './release/release.room.js';
import { RETENTION_ROOM } from './retention/retention.room.js';
import { SCREENING_ROOM } from './screening/screening.room.js';
import { VERIFICATION_ROOM } from './verification/verification.room.js';
import { WEBHOOKS_ROOM } from './webhooks/webhooks.room.js';

/** Every room of the registry. A new one is added here and nowhere else. */
export const ROOMS: readonly Room[] = [
  REGISTRY_ROOM,
  // Before the customers: `v1/customers/bulk` is no id of one.
  BULK_ROOM,
  CUSTOMERS_ROOM,
  VERIFICATION_ROOM,
  INTENT_ROOM,
  DOCUMENTS_ROOM,
  RETENTION_ROOM,
  CONTROL_ROOM,
  PARTIES_ROOM,
  LINKS_ROOM,
  EVENTS_ROOM,
  LISTS_ROOM,
  SCREENING_ROOM,
  WEBHOOKS_ROOM,
  RELEASE_ROOM,
];

/** For `createHttpApp({ rawBodyPaths })`: paths whose bodies the rooms read themselves, after they know who sends them. */
export const REGISTRY_RAW_BODY_PATHS: readonly RegExp[] = ROOMS.flatMap(({ rawBodyPaths = [] }) => rawBodyPaths);
