/** Every route of an installation, asked with a token: what the table of permissions says must be what happens. */
import { PERMISSION_EXTENSION, type PermissionRow, permissionOf, type Role, rolesFor, type Side } from '@tidemark/access';
import { type Answer, request } from './client.js';

export interface Route {
  method: string;
  /** As in the document, with its parameters in braces. */
  path: string;
  permission: PermissionRow | undefined;
}

/** Who asks: a role, on one side, with a token of its own. */
export interface Asker {
  role: Role;
  side: Side;
  /** Its provider, on the side of one. */
  provider: string | undefined;
  token: string;
}

interface Operation {
  [PERMISSION_EXTENSION]?: { kind: string; action: string };
}

/** What /openapi.json names. */
export async function routesOf(origin: string): Promise<Route[]> {
  const { body } = await request(`${origin}/openapi.json`);
  const paths = body.paths as Record<string, Record<string, Operation>>;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const named = operation[PERMISSION_EXTENSION];
      return { method: method.toUpperCase(), path, permission: named && permissionOf(named.kind, named.action) };
    }),
  );
}

export const isAllowed = ({ permission }: Route, { role, side }: Asker): boolean =>
  permission !== undefined && rolesFor(permission, side).includes(role);

/** Ids that name nothing, so that nothing is changed by asking; the caller's own provider where one is named. */
export function ask(origin: string, { method, path }: Route, asker: Pick<Asker, 'provider'>, token?: string): Promise<Answer> {
  const address = path.replace(/\{(\w+)\}/g, (_, name) => parameter(name, path, asker.provider));
  // A stream that is let in would never end: one is asked for a place that there is not.
  return request(`${origin}${address}${path.endsWith('/stream') ? '?after=nowhere' : ''}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'GET' || method === 'DELETE' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
  });
}

const NOBODY = '00000000-0000-4000-8000-000000000000';

function parameter(name: string, path: string, provider = 'alpha'): string {
  if (name === 'provider' || (name === 'id' && path.startsWith('/v1/providers/'))) return provider;
  if (name === 'epoch' || name === 'sequence') return '1';
  return NOBODY;
}

/** Refusals of the guard: nothing was looked at. */
export const DENIALS = ['MISSING_SCOPE', 'FORBIDDEN_ROLE', 'OPERATOR_ONLY', 'TENANT_REQUIRED'];

/** One line for each cell in which the installation does otherwise than the table says. */
export async function differences(origin: string, routes: readonly Route[], asker: Asker): Promise<string[]> {
  const lines: string[] = [];
  // What ends the very session that asks comes last.
  const ordered = [...routes].sort((a, b) => Number(endsItself(a)) - Number(endsItself(b)));
  for (const route of ordered) {
    const { status, body } = await ask(origin, route, asker, asker.token);
    const code = body?.code as string | undefined;
    const denied = status === 403 && DENIALS.includes(code ?? '');
    const good = isAllowed(route, asker) ? status !== 401 && status !== 403 && status < 500 : denied;
    if (!good)
      lines.push(
        `${asker.role} (${asker.side}) ${route.method} ${route.path}: ${status} ${code}, ${isAllowed(route, asker) ? 'allowed' : 'denied'} by the table`,
      );
  }
  return lines;
}

const endsItself = ({ method, path }: Route): boolean => method === 'DELETE' && path.startsWith('/v1/people/me');
