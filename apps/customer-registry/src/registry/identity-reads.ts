import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import type { Tenant } from '@tidemark/persistence';
import type { Request } from 'express';
import { problemOf, REGISTRY_REFUSALS } from './refusal.js';

/** Somebody looked at who somebody is: a fact that is never removed. */
export interface IdentityRead {
  caller: Pick<Caller, 'subject' | 'person' | 'provider' | 'role'>;
  purpose: string;
  /** The customer record looked at. */
  customer: string;
  /** `profile`, `document/<id>`, `candidate/<id>`. */
  what: string;
  atMs: number;
}

export abstract class IdentityReads {
  /** Durable when it resolves. To be called before anything of the identity is shown: what is not logged is not shown. */
  abstract record(reads: readonly IdentityRead[]): Promise<void>;

  /** Newest first; of one provider's records for its own people, of all for the scheme's. At most `limit`, before the read `beforeId`. */
  abstract list(tenant: Tenant, filter: IdentityReadFilter): Promise<LoggedRead[]>;
}

export interface IdentityReadFilter {
  customer?: string | undefined;
  reader?: string | undefined;
  beforeId?: number | undefined;
  limit: number;
}

export interface LoggedRead {
  id: number;
  provider: string;
  customer: string;
  what: string;
  reader: string;
  /** Null: somebody of the scheme. */
  readerProvider: string | null;
  role: string;
  purpose: string;
  /** ISO 8601. */
  readAt: string;
}

/** Parameter: why the caller wants to see identity data, from the header `Tidemark-Purpose` or `?purpose=`. Without one the call is refused. */
export const Purpose = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const purpose = purposeOf(context.switchToHttp().getRequest<Request>());
  if (purpose !== undefined) return purpose;
  throw problemOf({ code: 'PURPOSE_REQUIRED', detail: 'No purpose was stated.' }, REGISTRY_REFUSALS);
});

/** Parameter: as {@link Purpose}, or undefined: the answer then holds nothing of the identity. */
export const OptionalPurpose = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined =>
  purposeOf(context.switchToHttp().getRequest<Request>()),
);

function purposeOf({ headers, query }: Request): string | undefined {
  const given = [headers['tidemark-purpose'], query.purpose].find((one) => typeof one === 'string');
  const purpose = typeof given === 'string' ? given.trim().normalize('NFC') : '';
  return purpose.length >= 3 && purpose.length <= 200 && !/[\p{Cc}\p{Cf}]/u.test(purpose) ? purpose : undefined;
}
