import type { InvitationView, PersonView } from './people.dto.js';
import type { Invitation } from './people.port.js';
import type { Person } from './person.model.js';

export function personView({ provider, authority, ...person }: Person): PersonView {
  return { ...person, ...(provider === undefined ? {} : { provider }), ...(authority === undefined ? {} : { authority }) };
}

export function invitationView({ token, expiresAtMs }: Invitation, issuer: string): InvitationView {
  return { url: `${issuer}/invitation/${token}`, expiresAt: new Date(expiresAtMs).toISOString() };
}
