import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { documentedHeader } from './documented-header.js';
import { EDGE_REFUSALS, problemOf } from './refusal.js';

const PURPOSE = {
  name: 'Tidemark-Purpose',
  required: false,
  description: 'Why the identity data is to be seen, 3 to 200 characters; or the parameter "purpose". It is logged.',
};

/** Parameter: why the caller wants to see identity data, from the header `Tidemark-Purpose` or `?purpose=`. Without one the call is refused. */
export const Purpose = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => {
    const purpose = purposeOf(context.switchToHttp().getRequest<Request>());
    if (purpose !== undefined) return purpose;
    throw problemOf({ code: 'PURPOSE_REQUIRED', detail: 'No purpose was stated.' }, EDGE_REFUSALS);
  },
  [documentedHeader(PURPOSE)],
);

/** Parameter: as {@link Purpose}, or undefined: the answer then holds nothing of the identity. */
export const OptionalPurpose = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => purposeOf(context.switchToHttp().getRequest<Request>()),
  [documentedHeader(PURPOSE)],
);

function purposeOf({ headers, query }: Request): string | undefined {
  const given = [headers['tidemark-purpose'], query.purpose].find((one) => typeof one === 'string');
  const purpose = typeof given === 'string' ? given.trim().normalize('NFC') : '';
  return purpose.length >= 3 && purpose.length <= 200 && !/[\p{Cc}\p{Cf}]/u.test(purpose) ? purpose : undefined;
}
