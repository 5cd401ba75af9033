import { Injectable, Logger } from '@nestjs/common';
import { actorOf, type Caller, ProblemException } from '@tidemark/access';
import { HealthChecks, Metrics } from '@tidemark/observability';
import { type Tenant, Transactions } from '@tidemark/persistence';
import type { Gauge } from 'prom-client';
import { problemOf } from '../ask/asking-problems.js';
import { isOversight, tenantOfReader } from '../ask/asking-tenant.js';
import { FlagFeed } from './flag-feed.js';
import { FlagNews } from './flag-news.port.js';
import { type FlagFilter, Flags, type ToldFact } from './flags.port.js';
import { Waiting } from './waiting.js';

/** So many streams one caller may hold open, and so many the process. */
export const STREAMS_PER_CALLER = 8;
const STREAMS_MAX = 1_000;
const HEARTBEAT_MS = 15_000;
/** Totals are looked at again this often at most, and never for longer than a tenth of the time. */
const TOTALS_MS = 1_000;
const TOTALS_REST = 10;
/** How soon a stream ends whose token was taken back or ran out. */
const LOOK_AT_TOKEN_MS = 5_000;

/** Whether the totals that a stream watches are others now; undefined: they are not. */
export type WatchedTotals = () => Promise<object | undefined>;

export interface StreamRequest {
  readonly caller: Caller;
  /** Resolves as long as the token is good, and rejects with the problem once it is not. */
  readonly checkToken: () => Promise<unknown>;
  readonly filter: FlagFilter;
  /** Undefined: from now on. */
  readonly after: bigint | undefined;
  readonly totals?: WatchedTotals | undefined;
  /** The client is gone. */
  readonly gone: AbortSignal;
}

export type StreamEvent =
  | { readonly type: 'flag'; readonly fact: ToldFact }
  | { readonly type: 'totals'; readonly totals: object }
  /** All that the stream could tell up to the sequence was told. */
  | { readonly type: 'heartbeat'; readonly sequence: bigint }
  /** The last event. `code` is the problem's, or SHUTDOWN. */
  | { readonly type: 'ended'; readonly code: string; readonly sequence: bigint };

/** Live streams of what becomes of flags: pulled, so that a client that reads slowly holds nothing but itself. */
@Injectable()
export class FlagStreams {
  private readonly feeds = new Map<string, FlagFeed>();
  private readonly open = new Map<string, number>();
  private total = 0;
  private readonly logger = new Logger(FlagStreams.name);
  private readonly gauge: Gauge;

  constructor(
    private readonly transactions: Transactions,
    private readonly flags: Flags,
    private readonly health: HealthChecks,
    news: FlagNews,
    metrics: Metrics,
  ) {
    // A look that fails is followed by the next one: the news come every second in any case.
    news.onNews(() => {
      for (const feed of this.feeds.values())
        feed.refresh().catch((error: unknown) => this.logger.warn({ reason: String(error) }, 'flags could not be looked for'));
    });
    this.gauge = metrics.gauge('tidemark_flag_streams', 'Streams of flags that are open');
  }

  /** Takes a place for the stream, or throws the problem that there is none. The place is given back when the events end. */
  start(request: StreamRequest): AsyncGenerator<StreamEvent, void> {
    const who = `${request.caller.provider ?? ''}\t${actorOf(request.caller)}`;
    const own = this.open.get(who) ?? 0;
    if (own >= STREAMS_PER_CALLER || this.total >= STREAMS_MAX)
      throw problemOf({
        code: 'TOO_MANY_STREAMS',
        detail:
          own >= STREAMS_PER_CALLER
            ? `You hold ${own} streams open; no more than ${STREAMS_PER_CALLER} at a time.`
            : 'All places are taken.',
      });
    this.open.set(who, own + 1);
    this.gauge.set(++this.total);
    return this.events(request, () => this.giveBack(who));
  }

  private giveBack(who: string): void {
    const rest = this.open.get(who)! - 1;
    if (rest === 0) this.open.delete(who);
    else this.open.set(who, rest);
    this.gauge.set(--this.total);
  }

  private async *events(request: StreamRequest, giveBack: () => void): AsyncGenerator<StreamEvent, void> {
    const waiting = new Waiting();
    const tenant = tenantOfReader(request.caller);
    const feed = this.feedOf(tenant);
    const forget = [feed.onFacts(() => waiting.call()), waiting.onAbort(request.gone), waiting.onAbort(this.health.ending), giveBack];
    try {
      yield* this.told(request, feed, waiting);
    } finally {
      for (const one of forget) one();
      if (!feed.isHeard) this.feeds.delete(keyOf(tenant));
    }
  }

  private async *told(request: StreamRequest, feed: FlagFeed, waiting: Waiting): AsyncGenerator<StreamEvent, void> {
    const { filter, gone, totals } = request;
    await feed.start();
    await feed.refresh();
    let position = request.after ?? feed.upTo;
    // A place that no fact has reached is of another installation: waiting for it would look like silence.
    if (position > feed.upTo) return yield { type: 'ended', code: 'AFTER_INVALID', sequence: feed.upTo };
    const token = waiting.every(LOOK_AT_TOKEN_MS);
    const heartbeat = waiting.every(HEARTBEAT_MS);
    const watch = totals && waiting.every(TOTALS_MS, 0);
    for (;;) {
      waiting.reset();
      if (gone.aborted) return;
      if (this.health.ending.aborted) return yield { type: 'ended', code: 'SHUTDOWN', sequence: position };
      const refused = token.due() ? await refusalOf(request.checkToken) : undefined;
      if (refused) return yield { type: 'ended', code: refused, sequence: position };
      const upTo = feed.upTo;
      const { facts, more } = await feed.after(position);
      for (const fact of facts) {
        position = fact.sequence;
        if (matches(fact, filter)) yield { type: 'flag', fact };
      }
      if (more) continue;
      // What lies between is not for this stream, and need not be looked for again when it resumes.
      if (upTo > position) position = upTo;
      if (watch?.due()) {
        const begun = performance.now();
        const changed = await totals!();
        watch.rest((performance.now() - begun) * TOTALS_REST);
        if (changed) yield { type: 'totals', totals: changed };
      }
      if (heartbeat.due()) yield { type: 'heartbeat', sequence: position };
      await waiting.forCall();
    }
  }

  private feedOf(tenant: Tenant): FlagFeed {
    const key = keyOf(tenant);
    let feed = this.feeds.get(key);
    if (!feed) this.feeds.set(key, (feed = new FlagFeed(tenant, this.transactions, this.flags)));
    return feed;
  }
}

const keyOf = (tenant: Tenant): string => (isOversight(tenant) ? '' : tenant.provider);

/** By what the flag said when it was raised, which never changes. */
function matches({ about: { content } }: ToldFact, filter: FlagFilter): boolean {
  return (
    (filter.rule === undefined || content.rule === filter.rule) &&
    (filter.ruleVersion === undefined || content.ruleVersion === filter.ruleVersion) &&
    (filter.tier === undefined || content.tier === filter.tier) &&
    (filter.kind === undefined || content.kind === filter.kind) &&
    (filter.provider === undefined || (content.scope as { provider?: string } | undefined)?.provider === filter.provider)
  );
}

/** Only what is said about the token ends a stream: an issuer that does not answer for a while does not. */
async function refusalOf(checkToken: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await checkToken();
    return undefined;
  } catch (error) {
    if (error instanceof ProblemException) return error.row.status < 500 ? error.code : undefined;
    throw error;
  }
}
