import { Injectable } from '@nestjs/common';
import { type Caller, orProblem, resolveProvider, resolveScopedId } from '@tidemark/access';
import { orRefusal } from '../ask/ledger-problems.js';
import { readingTenant } from '../ask/reading-tenant.js';
import { type ScopeName, type TotalsAnswer, TotalsHandler } from './totals.handler.js';
import { type RawTotalsQuestion, readTotalsQuestion, type TotalsQuestion } from './totals-question.js';

/** The way from a caller's question to its answer or problem, the same over HTTP and gRPC. */
@Injectable()
export class TotalsDoor {
  constructor(private readonly handler: TotalsHandler) {}

  async ask(caller: Caller, raw: RawTotalsQuestion): Promise<TotalsAnswer> {
    const tenant = readingTenant(caller);
    const question = orRefusal(readTotalsQuestion(raw));
    return orRefusal(await this.handler.handle(tenant, question, scopeName(caller, question)));
  }
}

function scopeName(caller: Caller, { scope, id }: TotalsQuestion): ScopeName {
  if (scope === 'provider') {
    const { provider } = orProblem(resolveProvider(caller, id));
    return { provider, name: provider };
  }
  const found = orProblem(resolveScopedId(caller, id ?? '', { slashes: scope === 'cluster' ? 'never' : 'possible' }));
  return { provider: found.provider, name: found.id };
}
