import { PERSON_ROLES, ROLES } from '../roles.js';
import type { PermissionsOf } from './permission.js';

const MANAGE = { scheme: ['administrator'], scopes: ['people:write'] } as const;

/** Who may sign in, as what. */
export const PEOPLE_PERMISSIONS = {
  person: {
    read: {
      does: 'read people, their roles and every change of them',
      scheme: ['administrator', 'auditor'],
      scopes: ['people:read', 'people:write'],
    },
    invite: { does: 'invite a person', ...MANAGE },
    change: { does: 'change the role of a person', ...MANAGE },
    disable: { does: 'disable a person, or enable again', ...MANAGE },
    'reset-factors': { does: 'take away second factors that were lost', ...MANAGE },
    'end-sessions': { does: "end a person's sessions", ...MANAGE },
    'read-self': { does: 'read who one is and what one may do', own: ROLES, scheme: ROLES, scopes: [] },
    'end-own-sessions': { does: 'see and end one’s own sessions', own: PERSON_ROLES, scheme: PERSON_ROLES, scopes: [] },
  },
} as const satisfies Record<string, PermissionsOf>;
