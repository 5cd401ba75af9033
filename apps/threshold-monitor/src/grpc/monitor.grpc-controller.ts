import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { Authenticator, type Caller, Clock, CurrentCaller, callerOf, Permit } from '@tidemark/access';
import type {
  GetFlagRequest,
  GetFlagResponseSchema,
  GetProjectionsRequest,
  GetProjectionsResponseSchema,
  ListFlagsRequest,
  ListFlagsResponseSchema,
  ListRulesRequest,
  ListRulesResponseSchema,
  MonitorGetTotalsRequest,
  MonitorGetTotalsResponseSchema,
  StreamFlagsRequest,
  StreamFlagsResponse,
  WhatIfRequest,
  WhatIfResponseSchema,
} from '@tidemark/contracts';
import { Observable } from 'rxjs';
import { orRefusal } from '../ask/asking-problems.js';
import { readCursor, readLimit } from '../ask/paging.js';
import { whyText, whyView } from '../evidence/why.view.js';
import { readFilter } from '../flags/flag-question.js';
import { FlagStreams } from '../flags/flag-stream.js';
import { FlagsQueries } from '../flags/flags.query.js';
import { TotalsWatch } from '../flags/totals-watch.port.js';
import { ProjectionsQueries } from '../projections/projections.query.js';
import { distancesView } from '../projections/projections.view.js';
import { ruleView } from '../rules/rule.view.js';
import { RulesQueries } from '../rules/rules.query.js';
import { totalsView } from '../totals/totals.view.js';
import { TotalsDoor } from '../totals/totals-door.js';
import { WhatIfHandler } from '../what-if/what-if.handler.js';
import { whatIfView } from '../what-if/what-if.view.js';
import {
  distanceMessage,
  flagEventMessage,
  flagRecordMessage,
  openProjectionMessage,
  ruleMessage,
  streamMessage,
  totalsMessage,
  whatIfMessage,
} from './monitor-messages.js';
import { sendEvents } from './send-events.js';

/** `tidemark.monitor.v1.Monitor`: the same answers as over HTTP, from the same handlers. Absent text is the empty text here. */
@Controller()
export class MonitorGrpcController {
  constructor(
    private readonly flags: FlagsQueries,
    private readonly streams: FlagStreams,
    private readonly watch: TotalsWatch,
    private readonly totals: TotalsDoor,
    private readonly projections: ProjectionsQueries,
    private readonly whatIf: WhatIfHandler,
    private readonly rules: RulesQueries,
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {}

  @GrpcMethod('Monitor', 'ListFlags')
  @Permit('flag', 'read')
  async listFlags(
    @Payload() request: ListFlagsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof ListFlagsResponseSchema>> {
    const { fromMs, toMs, raisedFromMs, raisedToMs, knownAtMs, pageSize, pageToken } = request;
    const { items, next } = await this.flags.list(caller, {
      ...textsOf(request, ['scope', 'id', 'controlRule', 'rule', 'tier', 'kind', 'status', 'provider']),
      ...{ from: fromMs?.toString(), to: toMs?.toString(), raisedFrom: raisedFromMs?.toString(), raisedTo: raisedToMs?.toString() },
      ...{ knownAt: knownAtMs?.toString(), limit: pageSize === 0 ? undefined : String(pageSize), cursor: present(pageToken) },
    });
    return { flags: items.map(flagRecordMessage), nextPageToken: next ?? '' };
  }

  @GrpcMethod('Monitor', 'GetFlag')
  @Permit('flag', 'read')
  async getFlag(
    @Payload() { id }: GetFlagRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof GetFlagResponseSchema>> {
    const { flag, facts } = await this.flags.one(caller, id);
    return {
      flag: flagRecordMessage(flag),
      facts: facts.map((fact) => flagEventMessage(fact, flag.content)),
      why: whyText(flag, facts),
      whyJson: JSON.stringify(whyView(flag, facts)),
    };
  }

  /** Writes to the call itself: an Observable would be drained into memory as fast as flags come, however slowly the client reads. */
  @GrpcMethod('Monitor', 'StreamFlags')
  @Permit('flag', 'read')
  streamFlags(
    request: StreamFlagsRequest,
    metadata: Metadata,
    call: ServerWritableStream<StreamFlagsRequest, StreamFlagsResponse>,
  ): Observable<never> {
    const caller = callerOf(metadata);
    const authorization = metadata.get('authorization')[0]?.toString();
    return new Observable((subscriber) => {
      const gone = new AbortController();
      call.once('cancelled', () => gone.abort());
      this.sendFlags(request, caller, { call, gone: gone.signal, checkToken: () => this.authenticator.authenticate(authorization) }).then(
        () => subscriber.complete(),
        (error) => subscriber.error(error),
      );
      return () => gone.abort();
    });
  }

  @GrpcMethod('Monitor', 'GetTotals')
  @Permit('usage-total', 'read')
  async getTotals(
    @Payload() request: MonitorGetTotalsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof MonitorGetTotalsResponseSchema>> {
    const { fromMs, toMs, knownAtMs, by } = request;
    const scope = { scope: request.scope, ...textsOf(request, ['id', 'controlRule']) };
    const times = { from: fromMs?.toString(), to: toMs?.toString(), knownAt: knownAtMs?.toString() };
    return totalsMessage(totalsView(caller, await this.totals.ask(caller, { ...scope, ...times, by })));
  }

  @GrpcMethod('Monitor', 'GetProjections')
  @Permit('projection', 'read')
  async getProjections(
    @Payload() request: GetProjectionsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof GetProjectionsResponseSchema>> {
    if (request.scope !== '' || request.id !== '') {
      const found = await this.projections.ofScope(caller, textsOf(request, ['scope', 'id', 'controlRule']));
      const { totals, rules } = distancesView(caller, found);
      return { distances: rules.map(distanceMessage), totals, knownAtMs: BigInt(found.knownAtMs) };
    }
    const limit = request.pageSize === 0 ? undefined : String(request.pageSize);
    const list = { ...textsOf(request, ['rule', 'provider']), limit, cursor: present(request.pageToken) };
    const { items, next } = await this.projections.list(caller, list);
    return { projections: items.map(openProjectionMessage), nextPageToken: next ?? '' };
  }

  @GrpcMethod('Monitor', 'WhatIf')
  @Permit('what-if', 'read')
  async ask(@Payload() request: WhatIfRequest, @CurrentCaller() caller: Caller): Promise<MessageInitShape<typeof WhatIfResponseSchema>> {
    const { scopes, limit } = request;
    const texts = textsOf(request, ['rule', 'number', 'comparison', 'window', 'controlRule', 'ownershipShare', 'utilisationPrior']);
    const question = { ...texts, ...(scopes.length === 0 ? {} : { scopes }), ...(limit === 0 ? {} : { limit }) };
    return whatIfMessage(whatIfView(await this.whatIf.ask(caller, question)));
  }

  @GrpcMethod('Monitor', 'ListRules')
  @Permit('rule', 'read')
  async listRules(
    @Payload() request: ListRulesRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof ListRulesResponseSchema>> {
    const filter = textsOf(request, ['kind', 'status', 'jurisdiction', 'state']);
    const after = orRefusal(readCursor<[string, number]>(present(request.pageToken), ['text', 'number']));
    const limit = orRefusal(readLimit(request.pageSize === 0 ? undefined : String(request.pageSize), 100, 1_000));
    const { items, next } = await this.rules.list(caller, filter, after, limit);
    return { rules: items.map((one) => ruleMessage(ruleView(one, this.clock.now()))), nextPageToken: next ?? '' };
  }

  private async sendFlags(request: StreamFlagsRequest, caller: Caller, { call, gone, checkToken }: FlagsCall): Promise<void> {
    const filter = orRefusal(readFilter(caller, textsOf(request, ['rule', 'tier', 'kind', 'provider'])));
    const scope = textsOf(request, ['scope', 'id', 'controlRule']);
    const totals = scope.scope === undefined && scope.id === undefined ? undefined : await this.watch.watch(caller, scope);
    const events = this.streams.start({ caller, checkToken, filter, after: request.after, totals, gone });
    await sendEvents(call, events, streamMessage, gone);
  }
}

interface FlagsCall {
  readonly call: ServerWritableStream<StreamFlagsRequest, StreamFlagsResponse>;
  readonly gone: AbortSignal;
  readonly checkToken: () => Promise<unknown>;
}

const present = (text: string): string | undefined => (text === '' ? undefined : text);

/** Those of the fields that say anything. */
function textsOf<Field extends string>(request: Readonly<Record<Field, string>>, fields: readonly Field[]): Partial<Record<Field, string>> {
  return Object.fromEntries(fields.flatMap((field) => (request[field] === '' ? [] : [[field, request[field]]]))) as Partial<
    Record<Field, string>
  >;
}
