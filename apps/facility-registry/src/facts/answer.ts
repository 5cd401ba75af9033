import type { Response } from 'express';
import type { PageQuery } from './page.dto.js';

/** Says where the next page is (RFC 8288), or nothing on the last. */
export function linkNext(response: Response, path: string, { provider, limit }: PageQuery, next: string | undefined): void {
  if (next === undefined) return;
  const query = new URLSearchParams({ ...(provider === undefined ? {} : { provider }), limit: String(limit), after: next });
  response.setHeader('Link', `<${path}?${query}>; rel="next"`);
}

/** 201 for what was not known before, else 200: the body is the same, so that repeating a request is safe and plain. */
export function answerRecorded(response: Response, outcome: 'created' | 'changed' | 'unchanged'): void {
  response.status(outcome === 'created' ? 201 : 200);
}
