import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Request, Response } from 'express';
import { EDGE_REFUSALS, problemOf } from './refusal.js';

/** The query of every list. */
export class CursorQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 500, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;

  @ApiPropertyOptional({ description: 'From the page before: its "next", or the Link header.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;
}

export interface Page<Item> {
  items: Item[];
  /** Absent: this is the last page. */
  next?: string;
}

/** What a part of a cursor must be: what the database could not compare with would else be a fault of ours. */
export type CursorPart = 'number' | 'int' | 'text' | 'uuid';

const IS_PART: Readonly<Record<CursorPart, (part: unknown) => boolean>> = {
  number: (part) => Number.isSafeInteger(part),
  int: (part) => Number.isInteger(part) && Math.abs(part as number) < 2 ** 31,
  text: (part) => typeof part === 'string',
  uuid: (part) => typeof part === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(part),
};

/** The key of the last item seen, or undefined for the first page. */
export function readCursor<Key extends readonly (string | number)[]>(
  cursor: string | undefined,
  parts: readonly CursorPart[],
): Key | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === parts.length && parts.every((part, place) => IS_PART[part](key[place])))
      return key as unknown as Key;
  } catch {
    // Falls through to the refusal: what cannot be read is no cursor.
  }
  throw problemOf({ code: 'CURSOR_INVALID', detail: 'The cursor cannot be read.' }, EDGE_REFUSALS);
}

/** `found` is one longer than the page when there is a next one: ask the database for `limit + 1`. */
export function pageOf<Item>(found: readonly Item[], limit: number, keyOf: (item: Item) => readonly (string | number)[]): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return { items };
  return { items, next: Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') };
}

/** The next page's address in the Link header (RFC 8288), filters kept. */
export function linkNextPage({ originalUrl }: Request, response: Response, { next }: Page<unknown>): void {
  if (next === undefined) return;
  const url = new URL(originalUrl, 'http://localhost');
  url.searchParams.set('cursor', next);
  response.setHeader('Link', `<${url.pathname}${url.search}>; rel="next"`);
}
