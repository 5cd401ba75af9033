import { Injectable } from '@nestjs/common';
import { type Caller, orProblem, resolveScopedId } from '@tidemark/access';
import { orRefusal } from '../ask/ledger-problems.js';
import { readingTenant } from '../ask/reading-tenant.js';
import { type FindingsAnswer, FindingsHandler } from './findings.handler.js';
import type { FindingFilter } from './findings.port.js';

export interface RawFindingsQuestion {
  kind?: string | undefined;
  source?: string | undefined;
  cluster?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** The way from a caller's question to its answer or problem, the same over HTTP and gRPC. */
@Injectable()
export class FindingsDoor {
  constructor(private readonly handler: FindingsHandler) {}

  async ask(caller: Caller, { kind, source, cluster, cursor, limit }: RawFindingsQuestion): Promise<FindingsAnswer> {
    const tenant = readingTenant(caller);
    const filter: FindingFilter = {
      ...(source === undefined ? {} : { source: named(caller, source, 'possible') }),
      ...(cluster === undefined ? {} : { cluster: named(caller, cluster, 'never') }),
    };
    return orRefusal(await this.handler.handle(tenant, { kind, filter, cursor, limit }));
  }
}

function named(caller: Caller, raw: string, slashes: 'possible' | 'never'): { provider: string; name: string } {
  const { provider, id } = orProblem(resolveScopedId(caller, raw, { slashes }));
  return { provider, name: id };
}
