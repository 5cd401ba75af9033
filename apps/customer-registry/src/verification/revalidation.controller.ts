import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { DoneRevalidation, OpenRevalidation } from '@tidemark/domain';
import { isoOf, RequestedBy, type WriteCall } from '@tidemark/edge';
import type { ChangeView } from '../customers/customer.view.js';
import { CustomerReader } from '../customers/customer-reader.js';
import { CustomerSteps } from '../customers/customer-steps.js';
import { AskForRevalidation, CompleteRevalidation } from './verification.dto.js';

@ApiTags('verification')
@ApiBearerAuth()
@Controller('v1/customers/:id/revalidations')
export class RevalidationController {
  constructor(
    private readonly steps: CustomerSteps,
    private readonly reader: CustomerReader,
  ) {}

  @Get()
  @Permit('revalidation', 'read')
  @ApiOperation({ summary: 'Re-validations, open and done, with the facts that asked for them' })
  @ApiOkResponse({ description: '{open?: {id, askedAt, due, grounds}, done: [...]}' })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ open?: AskView; done: AskView[] }> {
    const { customer } = await this.reader.loaded(caller, id);
    const { open, done } = customer.revalidations;
    return { ...(open === undefined ? {} : { open: askView(open) }), done: done.map(doneView) };
  }

  @Post()
  @Permit('revalidation', 'ask')
  @ApiOperation({ summary: 'Ask for a re-validation; joins the one that is open' })
  ask(@Param('id') id: string, @Body() { reason }: AskForRevalidation, @RequestedBy() call: WriteCall): Promise<ChangeView> {
    return this.steps.take(call, { id }, (step) => {
      const ask = randomUUID();
      const ground = { cause: 'ASKED_BY_PERSON', fact: `person:${ask}`, detail: reason, atMs: step.nowMs } as const;
      return { type: 'ask-revalidation', id: ask, ground, ...step };
    });
  }

  @Post('completion')
  @Permit('revalidation', 'complete')
  @HttpCode(200)
  @ApiOperation({ summary: 'Complete the open re-validation. The level itself is changed by verification or downgrade' })
  complete(
    @Param('id') id: string,
    @Body() { outcome, reason }: CompleteRevalidation,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id }, (step) => ({ type: 'finish-revalidation', outcome, reason: reason.trim(), ...step }));
  }
}

interface AskView {
  id: string;
  askedAt: string;
  due: string;
  grounds: { cause: string; at: string }[];
  outcome?: string;
  doneBy?: string;
  doneAt?: string;
}

/** Causes and times; the words are in the history, for a purpose. */
function askView({ id, askedAtMs, dueMs, grounds }: OpenRevalidation): AskView {
  return { id, askedAt: isoOf(askedAtMs), due: isoOf(dueMs), grounds: grounds.map(({ cause, atMs }) => ({ cause, at: isoOf(atMs) })) };
}

function doneView(done: DoneRevalidation): AskView {
  return { ...askView(done), outcome: done.outcome, doneBy: done.doneBy, doneAt: isoOf(done.doneAtMs) };
}
