import { CASE_PERMISSIONS } from './case.permissions.js';
import { CONTROL_PERMISSIONS } from './control.permissions.js';
import { CUSTOMER_PERMISSIONS } from './customer.permissions.js';
import { FACILITY_PERMISSIONS } from './facility.permissions.js';
import { MONITOR_PERMISSIONS } from './monitor.permissions.js';
import { OPERATION_PERMISSIONS } from './operation.permissions.js';
import { PEOPLE_PERMISSIONS } from './people.permissions.js';
import type { Permission } from './permission.js';
import { SCREENING_PERMISSIONS } from './screening.permissions.js';
import { USAGE_PERMISSIONS } from './usage.permissions.js';

/**
 * The one table of who may do what: kind of record, action, and then roles by their relation to the record (of their own provider, or for
 * the scheme), the scope a token needs, the states in which it may be done and whether it takes another person.
 * docs/permissions.md is printed from it; a route names its row by `@Permit(kind, action)`.
 */
export const PERMISSIONS = {
  ...USAGE_PERMISSIONS,
  ...FACILITY_PERMISSIONS,
  ...CUSTOMER_PERMISSIONS,
  ...CONTROL_PERMISSIONS,
  ...SCREENING_PERMISSIONS,
  ...MONITOR_PERMISSIONS,
  ...CASE_PERMISSIONS,
  ...PEOPLE_PERMISSIONS,
  ...OPERATION_PERMISSIONS,
} as const;

export type RecordKind = keyof typeof PERMISSIONS;
export type ActionOn<Kind extends RecordKind> = keyof (typeof PERMISSIONS)[Kind] & string;

export interface PermissionRow extends Permission {
  kind: RecordKind;
  action: string;
}

/** The row; throws for one that is not in the table, which only untyped input can name. */
export function permissionOf(kind: string, action: string): PermissionRow {
  const row = (PERMISSIONS as Readonly<Record<string, Readonly<Record<string, Permission>>>>)[kind]?.[action];
  if (!row) throw new Error(`The table of permissions has no row ${kind}/${action}`);
  return { kind: kind as RecordKind, action, ...row };
}

export const PERMISSION_ROWS: readonly PermissionRow[] = Object.entries(PERMISSIONS).flatMap(([kind, actions]) =>
  Object.keys(actions).map((action) => permissionOf(kind, action)),
);
