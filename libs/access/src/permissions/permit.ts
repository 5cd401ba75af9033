import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Caller } from '../caller.js';
import { ProblemException } from '../problem.js';
import { isPermitted, mayAttempt, PERMISSION_PROBLEMS, type PermissionRefusal, type RecordFacts } from './is-permitted.js';
import { type ActionOn, permissionOf, type RecordKind } from './permissions.js';

export const PERMISSION = 'tidemark:permission';
/** Where a route of /openapi.json says which row of the table it asks. */
export const PERMISSION_EXTENSION = 'x-tidemark-permission';

export interface NamedPermission {
  kind: RecordKind;
  action: string;
}

/**
 * Who may call: whom the table's row allows. The guard decides by role and scope alone, before anything is read; relation and state of the
 * record are the handler's to ask, with {@link isPermitted} or {@link requirePermission}.
 */
export function Permit<Kind extends RecordKind>(kind: Kind, action: ActionOn<Kind>): MethodDecorator {
  const { does } = permissionOf(kind, action);
  return applyDecorators(SetMetadata(PERMISSION, { kind, action }), ApiExtension(PERMISSION_EXTENSION, { kind, action, does }));
}

/** For guards and doors of their own: throws the problem unless token and role may. */
export function requireAttempt(caller: Caller, { kind, action }: NamedPermission): void {
  const result = mayAttempt(caller, kind, action as never);
  if ('refused' in result) throw permissionProblem(result.refused);
}

/** For handlers: throws the problem unless the caller may do this to this record. */
export function requirePermission<Kind extends RecordKind>(caller: Caller, kind: Kind, action: ActionOn<Kind>, facts: RecordFacts): void {
  const result = isPermitted(caller, kind, action, facts);
  if ('refused' in result) throw permissionProblem(result.refused);
}

export function permissionProblem(refusal: PermissionRefusal): ProblemException {
  const { code, detail, scopes } = refusal;
  // RFC 6750: the challenge names what the token lacks.
  const headers: Record<string, string> = scopes
    ? { 'WWW-Authenticate': `Bearer realm="tidemark", error="insufficient_scope", scope="${scopes.join(' ')}"` }
    : {};
  return new ProblemException(PERMISSION_PROBLEMS[code], { code, detail, ...(scopes ? { scopes } : {}) }, headers);
}
