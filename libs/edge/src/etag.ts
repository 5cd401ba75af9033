import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EDGE_REFUSALS, problemOf } from './refusal.js';

/** Sets the ETag of a record: its version, which every change raises. */
export function tagVersion(response: Response, version: number): void {
  response.setHeader('ETag', `"${version}"`);
}

/** Parameter: the version that `If-Match` names, or undefined when the header is absent or `*`. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined => {
  const given = context.switchToHttp().getRequest<Request>().headers['if-match'];
  if (given === undefined || given === '*') return undefined;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(given)?.[1];
  if (version === undefined)
    throw problemOf({ code: 'PRECONDITION_FAILED', detail: 'If-Match does not hold an ETag of this record.' }, EDGE_REFUSALS);
  return Number(version);
});

/** Parameter: as {@link IfMatch}, and without the header the call is refused. */
export const RequiredIfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const given = context.switchToHttp().getRequest<Request>().headers['if-match'];
  const version = given === undefined ? undefined : /^(?:W\/)?"(\d{1,9})"$/.exec(given)?.[1];
  if (given === undefined) throw problemOf({ code: 'PRECONDITION_REQUIRED', detail: 'The header If-Match is missing.' }, EDGE_REFUSALS);
  if (version === undefined)
    throw problemOf({ code: 'PRECONDITION_FAILED', detail: 'If-Match does not hold an ETag of this record.' }, EDGE_REFUSALS);
  return Number(version);
});
