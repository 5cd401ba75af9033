import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import { orRefusal } from '../ask/asking-problems.js';
import { type TotalsAnswer, TotalsHandler } from './totals.handler.js';
import { type RawTotalsQuestion, readTotalsQuestion } from './totals-question.js';

/** The way from a caller's question to its answer or problem, the same over HTTP and gRPC. */
@Injectable()
export class TotalsDoor {
  constructor(private readonly handler: TotalsHandler) {}

  async ask(caller: Caller, raw: RawTotalsQuestion): Promise<TotalsAnswer> {
    return orRefusal(await this.handler.handle(caller, orRefusal(readTotalsQuestion(caller, raw))));
  }
}
