import { Registry1763720000000 } from './postgres/migrations/1763720000000-registry.js';
import { Customers1763730000000 } from './postgres/migrations/1763730000000-customers.js';
import { Documents1763730100000 } from './postgres/migrations/1763730100000-documents.js';
import { Links1763740000000 } from './postgres/migrations/1763740000000-links.js';
import { Webhooks1763750000000 } from './postgres/migrations/1763750000000-webhooks.js';
import { Bulk1763755000000 } from './postgres/migrations/1763755000000-bulk.js';
import { Control1763760000000 } from './postgres/migrations/1763760000000-control.js';
import { Lists1763766000000 } from './postgres/migrations/1763766000000-lists.js';
import { Screening1763768000000 } from './postgres/migrations/1763768000000-screening.js';
import { Parties1763769000000 } from './postgres/migrations/1763769000000-parties.js';
import { UseSignals1763775000000 } from './postgres/migrations/1763775000000-use-signals.js';
import { LinkSuggestions1763780000000 } from './postgres/migrations/1763780000000-link-suggestions.js';
import { Release1763790000000 } from './postgres/migrations/1763790000000-release.js';
import { DeliveryKeys1763791000000 } from './postgres/migrations/1763791000000-delivery-keys.js';

/** The app's schema and role, and how its tables came to be: to be opened with `openAppDatabase({ url, ...REGISTRY_DATABASE })`. */
export const REGISTRY_DATABASE = {
  app: 'customer_registry',
  migrations: [
    Registry1763720000000,
    Customers1763730000000,
    Documents1763730100000,
    Links1763740000000,
    Webhooks1763750000000,
    Control1763760000000,
    Lists1763766000000,
    Screening1763768000000,
    Parties1763769000000,
    Bulk1763755000000,
    UseSignals1763775000000,
    LinkSuggestions1763780000000,
    Release1763790000000,
    DeliveryKeys1763791000000,
  ],
};
