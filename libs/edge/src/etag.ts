import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { documentedHeader } from './documented-header.js';
import { EDGE_REFUSALS, problemOf } from './refusal.js';

/** Sets the ETag of a record: its version, which every change raises. */
export function tagVersion(response: Response, version: number): void {
  response.setHeader('ETag', `"${version}"`);
}

const IF_MATCH = {
  name: 'If-Match',
  description: 'The ETag of the record as it was read: when it has changed since, the call is refused (412).',
};

/** Parameter: the version that `If-Match` names, or undefined when the header is absent or `*`. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | undefined => {
    const given = givenIn(context);
    return given === undefined || given === '*' ? undefined : versionIn(given);
  },
  [documentedHeader({ ...IF_MATCH, required: false })],
);

/** Parameter: as {@link IfMatch}, and without the header the call is refused. */
export const RequiredIfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number => {
    const given = givenIn(context);
    if (given === undefined) throw problemOf({ code: 'PRECONDITION_REQUIRED', detail: 'The header If-Match is missing.' }, EDGE_REFUSALS);
    return versionIn(given);
  },
  [documentedHeader({ ...IF_MATCH, required: true })],
);

const givenIn = (context: ExecutionContext): string | undefined => context.switchToHttp().getRequest<Request>().headers['if-match'];

function versionIn(given: string): number {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(given)?.[1];
  if (version === undefined)
    throw problemOf({ code: 'PRECONDITION_FAILED', detail: 'If-Match does not hold an ETag of this record.' }, EDGE_REFUSALS);
  return Number(version);
}
