import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { IssuerClient } from './issuer-client.model.js';
import type { IssuerClients, IssuerRecords } from './issuer-storage.port.js';
import { publicClient } from './public-clients.js';

export interface AdapterParts {
  clients: IssuerClients;
  records: IssuerRecords;
  origin: string;
}

/** What the library asks storage for, by the name of its model. */
export function oidcAdapter(model: string, { clients, records, origin }: AdapterParts): Adapter {
  if (model === 'Client') return clientAdapter(clients, origin);
  return {
    find: (id) => records.find(model, id),
    findByUid: (uid) => records.findByUid(model, uid),
    findByUserCode: refuse,
    // Nothing of ours is without an end; the library leaves it out where a model has none.
    upsert: (id, payload, expiresIn) => records.put(model, id, payload, expiresIn ?? FOREVER_SECONDS),
    consume: async (id) => {
      if (!(await records.consume(model, id))) throw new errors.InvalidGrant('already used');
    },
    destroy: (id) => records.remove(model, id),
    revokeByGrantId: (grantId) => records.removeByGrant(model, grantId),
  };
}

function clientAdapter(clients: IssuerClients, origin: string): Adapter {
  return {
    find: async (id) => {
      const machine = await clients.find(id);
      return machine ? metadataOf(machine) : publicClient(id, origin);
    },
    findByUid: refuse,
    findByUserCode: refuse,
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
  };
}

const FOREVER_SECONDS = 24 * 3600;

const refuse = async (): Promise<never> => {
  throw new Error('The embedded issuer never does this');
};

function metadataOf(client: IssuerClient): AdapterPayload {
  return {
    client_id: client.clientId,
    client_secret: client.secretHash,
    client_name: client.name,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: client.scopes.join(' '),
    tidemark_role: client.role,
    ...(client.provider === undefined ? {} : { tidemark_provider: client.provider }),
  };
}
