import type { Request, Response } from 'express';
import { type Answer, refuse, shown } from './refusal.js';

/** What a part of a cursor must be: what the database could not compare with would else be a fault of ours. */
export type CursorPart = 'number' | 'text' | 'uuid';

const IS_PART: Readonly<Record<CursorPart, (part: unknown) => boolean>> = {
  number: (part) => Number.isSafeInteger(part),
  text: (part) => typeof part === 'string' && !part.includes('\0'),
  uuid: (part) => typeof part === 'string' && isUuid(part),
};

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** The key of the last item seen, or undefined for the first page. */
export function readCursor<Key extends readonly (string | number)[]>(
  cursor: string | undefined,
  parts: readonly CursorPart[],
): Answer<Key | undefined> {
  if (cursor === undefined) return { answer: undefined };
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === parts.length && parts.every((part, place) => IS_PART[part](key[place])))
      return { answer: key as unknown as Key };
  } catch {
    // Falls through to the refusal: what cannot be read is no cursor.
  }
  return refuse('CURSOR_INVALID', 'The cursor must be one that an earlier answer gave as "next", unchanged.', 'cursor');
}

export const cursorOf = (key: readonly (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

export interface Page<Item> {
  items: Item[];
  /** Absent: this is the last page. */
  next?: string;
}

/** `found` is one longer than the page when there is a next one: ask the database for `limit + 1`. */
export function pageOf<Item>(found: readonly Item[], limit: number, keyOf: (item: Item) => readonly (string | number)[]): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length <= limit || last === undefined ? { items } : { items, next: cursorOf(keyOf(last)) };
}

export function readLimit(raw: string | undefined, fallback: number, most: number): Answer<number> {
  if (raw === undefined) return { answer: fallback };
  const limit = /^\d{1,9}$/.test(raw) ? Number(raw) : Number.NaN;
  if (limit >= 1 && limit <= most) return { answer: limit };
  return refuse('LIMIT_INVALID', `limit must be a whole number from 1 to ${most}; it was ${shown(raw)}.`, 'limit');
}

/** The next page's address in the Link header (RFC 8288), filters kept. */
export function linkNextPage({ originalUrl }: Request, response: Response, next: string | undefined): void {
  if (next === undefined) return;
  const url = new URL(originalUrl, 'http://localhost');
  url.searchParams.set('cursor', next);
  response.setHeader('Link', `<${url.pathname}${url.search}>; rel="next"`);
}
