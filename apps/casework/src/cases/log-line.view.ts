import type { CaseEvent } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { LoggedEvent } from '../case-log/case-reader.js';

/**
 * Of words that go with the person a log shows those of the desk alone. Identities, answers and the secret code of a notice are read where they
 * belong, by whoever may, and where each look is logged.
 */
const SHOWN: ReadonlySet<CaseEvent['type']> = new Set(['note-added', 'file-attached']);

/** A line of the log. `words`: what was recorded in words and still stands. `withheld`: there are words that are read elsewhere. */
export function logLineView({ sequence, event, hash }: LoggedEvent) {
  const { type, at, by, role, record, personal, ...facts } = event as CaseEvent & { record?: object; personal?: object };
  const words = { ...record, ...(SHOWN.has(type) ? personal : {}) };
  return {
    sequence,
    at: isoOf(at),
    type,
    by,
    role,
    facts: readable(facts),
    ...(Object.keys(words).length > 0 ? { words } : {}),
    ...(personal !== undefined && !SHOWN.has(type) ? { withheld: true } : {}),
    hash,
  };
}
export type LogLineView = ReturnType<typeof logLineView>;

const IS_MOMENT = /^(at|from|to|until)$|[a-z](At|By|Until)$/;

/** Moments as everywhere in answers; a name that ends in `Ms` says its unit itself. */
function readable(facts: unknown, name = ''): unknown {
  if (typeof facts === 'number') return IS_MOMENT.test(name) && Math.abs(facts) <= 8.64e15 ? isoOf(facts) : facts;
  if (Array.isArray(facts)) return facts.map((one) => readable(one, name));
  if (typeof facts !== 'object' || facts === null) return facts;
  return Object.fromEntries(Object.entries(facts).map(([member, value]) => [member, readable(value, member)]));
}
