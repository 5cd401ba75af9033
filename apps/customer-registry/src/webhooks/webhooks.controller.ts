import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import {
  at,
  CursorQuery,
  isoOf,
  linkNextPage,
  orProblem,
  type Page,
  pageOf,
  problemOf,
  RequestedBy,
  readCursor,
  type WriteCall,
} from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import type { Request, Response } from 'express';
import { RegistryWrites } from '../registry/registry-writes.js';
import { ChangeWebhook, RegisterWebhook, ReplayWebhook, RotateSecret, viewDelivery, viewEndpoint } from './webhook.dto.js';
import { WebhookHandler } from './webhook.handler.js';
import { openSecrets, ownerOfWebhook } from './webhook-secrets.js';
import { type WebhookEndpoint, WebhookStore } from './webhook-store.port.js';
import { WEBHOOK_REFUSALS } from './webhooks.refusals.js';

const HOUR_MS = 3_600_000;
const OVERLAP_HOURS = 24;

@ApiTags('webhooks')
@ApiBearerAuth()
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly handler: WebhookHandler,
    private readonly store: WebhookStore,
    private readonly keys: SealingKeys,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('webhook', 'manage')
  @ApiOperation({ summary: 'Be told of changes, signed by the Standard Webhooks rules; the secret is shown here and nowhere else' })
  @ApiCreatedResponse({ description: '{id, url, events, state, secret, ...}' })
  async register(
    @Body() body: RegisterWebhook,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
    @Res({ passthrough: true }) response: Response,
  ) {
    const provider = tenantOf(caller);
    const answer = await this.writes.run(at(this.clock, call), (write) => this.handler.register(write, { provider, ...body }));
    const endpoint = orProblem(answer, WEBHOOK_REFUSALS);
    response.setHeader('Location', `/v1/webhooks/${endpoint.id}`);
    return { ...viewEndpoint(endpoint), secret: await this.secretOf(provider, endpoint.id) };
  }

  @Get()
  @Permit('webhook', 'read')
  @ApiOkResponse({
    description: '{items: [{id, url, events, state, pending, failedAttempts, failingSince?, nextAttempt?, madeAt, madeBy}]}',
  })
  async list(@CurrentCaller() caller: Caller) {
    const found = await this.transactions.read({ provider: tenantOf(caller) }, (tx) => this.store.endpoints(tx));
    return { items: found.map(viewEndpoint) };
  }

  @Get(':id')
  @Permit('webhook', 'read')
  @ApiOkResponse({ description: 'As in the list.' })
  async one(@Param('id', ParseUUIDPipe) id: string, @CurrentCaller() caller: Caller) {
    return viewEndpoint(await this.find(caller, id));
  }

  @Patch(':id')
  @Permit('webhook', 'manage')
  @ApiOperation({ summary: 'Change address or events; enable one that was disabled: what waits is told at once' })
  @ApiOkResponse({ description: 'As in the list.' })
  async change(@Param('id', ParseUUIDPipe) id: string, @Body() body: ChangeWebhook, @RequestedBy() call: WriteCall) {
    const answer = await this.writes.run(at(this.clock, call), (write) => this.handler.change(write, id, body));
    return viewEndpoint(orProblem(answer, WEBHOOK_REFUSALS));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('webhook', 'manage')
  @ApiOperation({ summary: 'Be told no more; what waits is not told' })
  @ApiNoContentResponse()
  async remove(@Param('id', ParseUUIDPipe) id: string, @RequestedBy() call: WriteCall): Promise<void> {
    orProblem(await this.writes.run(at(this.clock, call), (write) => this.handler.remove(write, id)), WEBHOOK_REFUSALS);
  }

  @Post(':id/rotation')
  @HttpCode(200)
  @Permit('webhook', 'manage')
  @ApiOperation({ summary: 'A new secret; the old one signs too for a while, so that receivers change in their own time' })
  @ApiOkResponse({ description: '{id, secret, oldSecretUntil}' })
  async rotate(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { overlapHours = OVERLAP_HOURS }: RotateSecret,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
  ) {
    const answer = await this.writes.run(at(this.clock, call), (write) => this.handler.rotate(write, id, overlapHours * HOUR_MS));
    const { oldSecretUntilMs } = orProblem(answer, WEBHOOK_REFUSALS);
    return { id, secret: await this.secretOf(tenantOf(caller), id), oldSecretUntil: isoOf(oldSecretUntilMs) };
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Permit('webhook', 'manage')
  @ApiOperation({ summary: 'Be told again what was known in a time of the last 30 days, in its order, under the same message ids' })
  @ApiAcceptedResponse({ description: '{deliveries: how many}' })
  async replay(@Param('id', ParseUUIDPipe) id: string, @Body() { from, to }: ReplayWebhook, @RequestedBy() call: WriteCall) {
    const range = { fromMs: from, toMs: to };
    return orProblem(await this.writes.run(at(this.clock, call), (write) => this.handler.replay(write, id, range)), WEBHOOK_REFUSALS);
  }

  @Get(':id/deliveries')
  @Permit('webhook', 'read')
  @ApiOperation({ summary: 'What was told or waits, newest first, with how the last attempt went' })
  @ApiOkResponse({
    description: '{items: [{id, messageId, event, state, replay, attempts, madeAt, last?: {at, outcome, status?, durationMs}}], next?}',
  })
  async deliveries(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, cursor }: CursorQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<object>> {
    await this.find(caller, id);
    const [before] = readCursor<[number]>(cursor, ['number']) ?? [];
    const tenant = { provider: tenantOf(caller) };
    const found = await this.transactions.read(tenant, (tx) => this.store.deliveries(tx, id, { limit: limit + 1, before }));
    const page = pageOf(found, limit, (delivery) => [delivery.id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map(viewDelivery) };
  }

  private async find(caller: Caller, id: string): Promise<WebhookEndpoint> {
    const found = await this.transactions.read({ provider: tenantOf(caller) }, (tx) => this.store.endpoint(tx, id));
    if (found) return found;
    throw problemOf({ code: 'WEBHOOK_UNKNOWN', detail: 'There is no such webhook.' }, WEBHOOK_REFUSALS);
  }

  /** A repeat of the request that made it is answered the secret again: its first answer may have been lost on the way. */
  private secretOf(provider: string, id: string): Promise<string> {
    return this.transactions.read({ provider }, async (tx) => {
      const secrets = await this.store.secrets(tx, id);
      if (!secrets) throw problemOf({ code: 'WEBHOOK_UNKNOWN', detail: 'It was deleted meanwhile.' }, WEBHOOK_REFUSALS);
      return openSecrets(await this.keys.find(tx, ownerOfWebhook(id)), secrets, this.clock.now())[0]!;
    });
  }
}
