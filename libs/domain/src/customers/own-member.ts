/** The member of that name that somebody put there: ids come from outside, and "constructor" is a member of every object. */
export const ownMember = <Value>(members: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;
