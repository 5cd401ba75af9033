import { getMetadataStorage, IS_OPTIONAL } from 'class-validator';

type Constructor = new () => Record<string, unknown>;

/**
 * JSON's null in a member that may be left out says that it is left out, as in the JSON mapping of proto3: many serialisers write it for whatever is
 * not set. Nobody behind the check of a body sees it, for "absent" is asked with undefined. A member in which null has a meaning is not optional.
 */
export function withoutNulls<Body>(body: Body): Body {
  if (Array.isArray(body)) for (const one of body) withoutNulls<unknown>(one);
  else if (isOfClass(body)) leaveOut(body);
  return body;
}

function leaveOut(body: Record<string, unknown>): void {
  const type = body.constructor as unknown as Constructor;
  const optional = optionalMembersOf(type);
  for (const [name, value] of Object.entries(body))
    if (value !== null) withoutNulls(value);
    else if (optional.has(name)) body[name] = new type()[name];
}

const isOfClass = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Buffer.isBuffer(value) && value.constructor !== undefined && value.constructor !== Object;

const known = new WeakMap<Constructor, ReadonlySet<string>>();

function optionalMembersOf(type: Constructor): ReadonlySet<string> {
  const before = known.get(type);
  if (before !== undefined) return before;
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const names = new Set(rules.filter(({ name }) => name === IS_OPTIONAL).map(({ propertyName }) => propertyName));
  known.set(type, names);
  return names;
}
