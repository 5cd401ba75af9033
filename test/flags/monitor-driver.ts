/**
 * The monitor's own engine over whichever tables, fed with a history as the logs would feed it: batches at offsets, some of them again,
 * a clock that stands where the history says, hours that are judged as they come, and processes that end or die.
 */
import { randomUUID } from 'node:crypto';
import { Clock } from '@tidemark/access';
import { PUBLISHED_RULEBOOK } from '@tidemark/domain';
import type { BatchContext, IncomingBatch, IncomingMessage } from '@tidemark/messaging';
import type { Transaction, Transactions } from '@tidemark/persistence';
import { FacilityTaker } from '../../apps/threshold-monitor/src/accumulate/facility-taker.js';
import { IdentityTaker } from '../../apps/threshold-monitor/src/accumulate/identity-taker.js';
import { MemoryLoader } from '../../apps/threshold-monitor/src/accumulate/memory-loader.js';
import { MonitorEngine } from '../../apps/threshold-monitor/src/accumulate/monitor-engine.js';
import type { MonitorStore } from '../../apps/threshold-monitor/src/accumulate/monitor-store.port.js';
import { NameNumbers } from '../../apps/threshold-monitor/src/accumulate/name-numbers.js';
import { OrderTaker } from '../../apps/threshold-monitor/src/accumulate/order-taker.js';
import { PostingTaker } from '../../apps/threshold-monitor/src/accumulate/posting-taker.js';
import { Evaluator } from '../../apps/threshold-monitor/src/evaluate/evaluator.js';
import { FlagContents } from '../../apps/threshold-monitor/src/evaluate/flag-content.js';
import type { FlagStore } from '../../apps/threshold-monitor/src/evaluate/flag-store.port.js';
import { FlagWriter } from '../../apps/threshold-monitor/src/evaluate/flag-writer.js';
import type { RecordedEvaluation } from '../../apps/threshold-monitor/src/evaluate/monitor-memory.js';
import { RuleSource, type RulesInPlay } from '../../apps/threshold-monitor/src/evaluate/rules-in-play.port.js';
import type { UseShares } from '../../apps/threshold-monitor/src/evaluate/use-shares.port.js';
import type { VectorSource } from '../../apps/threshold-monitor/src/evaluate/vector-source.port.js';
import { PostgresEvaluations } from '../../apps/threshold-monitor/src/postgres/evaluations.postgres.js';
import { type FlagFact, HOUR_MS, type RuleTruth } from '../truth/flags/flag-truth.model.js';
import { postingsOf } from '../truth/flags/totals-truth.js';
import type { Step } from './history.js';
import { clusterMessages, customerMessage, postedMessage } from './monitor-messages.js';
import { ruleOf, scopeOf } from './monitor-terms.js';
import type { FlagSeen, MonitorSeen } from './monitor-witness.js';

const TOPICS = { USAGE: 'usage.posted.v1', IDENTITY: 'customer.v1', FACILITY: 'facility.v1' } as const;
type Topic = keyof typeof TOPICS;
/** Those that hold whatever the rulebook says. */
const ALWAYS = PUBLISHED_RULEBOOK.rules.filter(({ id }) => id === 'over-capacity' || id === 'use-after-order');

const CONTEXT: BatchContext = {
  isStale: () => false,
  heartbeat: async () => {},
  deadLetter: async (_, reason) => {
    throw new Error(`dead letter: ${reason}`);
  },
};

class SteppedClock extends Clock {
  nowMs = 0;
  now(): number {
    return this.nowMs;
  }
}

class SteppedRules extends RuleSource {
  readonly states = new Map<string, { rule: RuleTruth; state: string }>();
  readonly #rules = new Map<string, RulesInPlay['live'][number]>();

  async inPlay(): Promise<RulesInPlay> {
    const of = (state: string) =>
      [...this.states].filter(([, one]) => one.state === state).map(([key, { rule }]) => this.#ruleOf(key, rule));
    const [live, trial] = [[...of('ACTIVE'), ...ALWAYS], of('TRIAL')];
    return { version: String(this.states.size), live, trial, all: [...live, ...trial] };
  }

  /** The same object for the same rule, as rules are never edited. */
  #ruleOf(key: string, truth: RuleTruth) {
    if (!this.#rules.has(key)) this.#rules.set(key, ruleOf(truth));
    return this.#rules.get(key)!;
  }
}

/** Where the engine keeps what it knows. */
export interface MonitorParts {
  readonly store: MonitorStore;
  readonly flags: FlagStore;
  readonly source: VectorSource;
  readonly shares: UseShares;
  /** Of which the next commit can be made not to come about. */
  readonly transactions: Transactions & { diesNext: boolean };
}

export abstract class MonitorDriver implements MonitorSeen {
  readonly #clock = new SteppedClock();
  readonly #rules = new SteppedRules();
  /** By topic and partition. */
  readonly #logs = new Map<string, IncomingMessage[]>();
  #engine: MonitorEngine;
  #positions = 0n;
  #identitySequence = 0n;

  constructor(protected readonly parts: MonitorParts) {
    this.#engine = this.#start();
  }

  abstract openFlags(): Promise<FlagSeen[]>;
  abstract signals(): Promise<string[]>;
  abstract faults(fullHourMs: number | undefined): Promise<string[]>;
  protected abstract keepEvaluation(tx: Transaction, evaluation: RecordedEvaluation, change: bigint): Promise<void>;

  #start(): MonitorEngine {
    const { store, flags, source, shares, transactions } = this.parts;
    const evaluator = new Evaluator(source);
    const loader = new MemoryLoader(store, flags, this.#rules);
    const writer = new FlagWriter(flags, new FlagContents(shares));
    const takers = [
      new PostingTaker(store, evaluator, new NameNumbers(store)),
      new IdentityTaker(store),
      new FacilityTaker(store),
      new OrderTaker(store, new PostgresEvaluations()),
    ] as const;
    return new MonitorEngine(store, loader, evaluator, writer, transactions, this.#clock, ...takers);
  }

  /** Another process takes over: nothing of the first one's memory is left. */
  restart(): void {
    this.#engine = this.#start();
  }

  /** The next commit does not come about; whoever comes after takes the same again. */
  dieInNextCommit(): void {
    this.parts.transactions.diesNext = true;
  }

  /** At the start of the hour of `nowMs`, if that was not judged. */
  async judgeHourOf(nowMs: number): Promise<boolean> {
    const hour = Math.floor(nowMs / HOUR_MS);
    if (hour <= (await this.parts.store.head()).judgedHour) return false;
    this.#clock.nowMs = hour * HOUR_MS;
    await this.#surviving(() => this.#engine.judgeHour());
    return true;
  }

  async take(step: Step): Promise<void> {
    this.#clock.nowMs = step.nowMs;
    if (step.source === 'RULES') return this.#changeRules(step.facts);
    if (step.source === 'EVALUATION') return this.#evaluate(step.facts);
    if (step.source === 'TICK') return;
    const messages = this.#messagesOf(step, step.source);
    await this.#deliver(step.source, messages);
    if (step.repeats === 'AT_ONCE') await this.#deliver(step.source, messages, 'SAME_OFFSETS');
    // The producer's log holds it twice: the same content at another offset.
    if (step.repeats === 'LATER') await this.#deliver(step.source, messages);
  }

  /** By partition. What one transaction of the ledger posted of several accounts comes in parts, each on its own. */
  #messagesOf({ facts, nowMs }: Step, source: Topic): Uint8Array[][] {
    if (source === 'USAGE') {
      this.#positions += 1n;
      const parts = [0, 1].map((partition) => postingsOf(facts).filter(({ account }) => account.charCodeAt(0) % 2 === partition));
      return parts.map((postings, part) => (postings.length === 0 ? [] : [postedMessage(this.#positions, part, nowMs, postings)]));
    }
    if (source === 'IDENTITY') {
      const first = this.#identitySequence + 1n;
      this.#identitySequence += BigInt(facts.length);
      return [facts.map((fact, i) => customerMessage(first + BigInt(i), fact))];
    }
    return [facts.flatMap((fact, i) => clusterMessages(`f-${nowMs}-${i}`, fact as Extract<FlagFact, { type: 'cluster' }>))];
  }

  /** All partitions at once. */
  async #deliver(source: Topic, values: Uint8Array[][], how: 'NEW' | 'SAME_OFFSETS' = 'NEW'): Promise<void> {
    const batches = values.flatMap((own, partition) => (own.length === 0 ? [] : [this.#batchOf(source, partition, own, how)]));
    await this.#surviving(async () => {
      const taken = await Promise.allSettled(batches.map((batch) => this.#takeBatch(source, batch)));
      for (const one of taken) if (one.status === 'rejected') throw one.reason;
    });
  }

  #batchOf(source: Topic, partition: number, values: readonly Uint8Array[], how: 'NEW' | 'SAME_OFFSETS'): IncomingBatch {
    const log = this.#logs.get(`${source}/${partition}`) ?? [];
    this.#logs.set(`${source}/${partition}`, log);
    if (how === 'NEW')
      for (const value of values)
        log.push({ offset: BigInt(log.length), key: 'k', value: Buffer.from(value), headers: {}, timestampMs: this.#clock.nowMs });
    return { topic: TOPICS[source], partition, messages: log.slice(-values.length), endOffset: BigInt(log.length) };
  }

  #takeBatch(source: Topic, batch: IncomingBatch): Promise<void> {
    if (source === 'USAGE') return this.#engine.takePostings(batch, CONTEXT);
    return source === 'IDENTITY' ? this.#engine.takeIdentity(batch, CONTEXT) : this.#engine.takeFacilities(batch, CONTEXT);
  }

  async #changeRules(facts: readonly FlagFact[]): Promise<void> {
    for (const fact of facts) if (fact.type === 'rule') this.#rules.states.set(`${fact.rule.id}@${fact.rule.version}`, fact);
    await this.#surviving(() =>
      this.#engine.change(async (change) => {
        change.rulesChanged = true;
      }),
    );
  }

  async #evaluate(facts: readonly FlagFact[]): Promise<void> {
    await this.#surviving(() =>
      this.#engine.change(async ({ tx, memory, touched, change }) => {
        for (const fact of facts) {
          if (fact.type !== 'evaluated') continue;
          const evaluation = { id: randomUUID(), scope: scopeOf(fact.scope), atMs: fact.atMs };
          await this.keepEvaluation(tx, evaluation, change);
          memory.evaluations.push(evaluation);
          touched.touch(evaluation.scope, Infinity, ['EVALUATION']);
        }
      }),
    );
  }

  /** Where the process died, another one does the same again. */
  async #surviving(work: () => Promise<unknown>): Promise<void> {
    const dies = this.parts.transactions.diesNext;
    try {
      await work();
    } catch (error) {
      if (!dies) throw error;
      this.restart();
      await work();
    }
  }
}
