/**
 * The monitor's own engine over tables in memory, fed with a history as the logs would feed it: batches at offsets, some of them again,
 * a clock that stands where the history says, hours that are judged as they come, and processes that end or die.
 */
import { Clock } from '@tidemark/access';
import { PUBLISHED_RULEBOOK } from '@tidemark/domain';
import type { BatchContext, IncomingMessage } from '@tidemark/messaging';
import { FacilityTaker } from '../../apps/threshold-monitor/src/accumulate/facility-taker.js';
import { IdentityTaker } from '../../apps/threshold-monitor/src/accumulate/identity-taker.js';
import { MemoryLoader } from '../../apps/threshold-monitor/src/accumulate/memory-loader.js';
import { MonitorEngine } from '../../apps/threshold-monitor/src/accumulate/monitor-engine.js';
import { NameNumbers } from '../../apps/threshold-monitor/src/accumulate/name-numbers.js';
import { PostingTaker } from '../../apps/threshold-monitor/src/accumulate/posting-taker.js';
import { Evaluator } from '../../apps/threshold-monitor/src/evaluate/evaluator.js';
import { FlagContents } from '../../apps/threshold-monitor/src/evaluate/flag-content.js';
import { FlagWriter } from '../../apps/threshold-monitor/src/evaluate/flag-writer.js';
import { RuleSource, type RulesInPlay } from '../../apps/threshold-monitor/src/evaluate/rules-in-play.port.js';
import { type FlagFact, HOUR_MS, type RuleTruth } from '../truth/flags/flag-truth.model.js';
import { postingsOf } from '../truth/flags/totals-truth.js';
import { faultsOf } from './flag-stories.js';
import type { Step } from './history.js';
import { MemoryFlagStore, recordOf } from './memory-flag-store.js';
import { MemoryMonitorStore, MemoryUseShares, MemoryVectorSource } from './memory-monitor-store.js';
import { MemoryTables, MemoryTransactions } from './memory-tables.js';
import { clusterMessages, customerMessage, postedMessage } from './monitor-messages.js';
import { ruleOf, scopeOf, truthOf } from './monitor-terms.js';
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

export class MemoryMonitor implements MonitorSeen {
  readonly tables = new MemoryTables();
  readonly #clock = new SteppedClock();
  readonly #rules = new SteppedRules();
  readonly #transactions = new MemoryTransactions(this.tables);
  readonly #logs: Record<Topic, IncomingMessage[]> = { USAGE: [], IDENTITY: [], FACILITY: [] };
  #engine = this.#start();
  #positions = 0n;
  #identitySequence = 0n;

  #start(): MonitorEngine {
    const store = new MemoryMonitorStore(this.tables);
    const flags = new MemoryFlagStore(this.tables);
    const source = new MemoryVectorSource(this.tables);
    const evaluator = new Evaluator(source);
    const loader = new MemoryLoader(store, flags, this.#rules);
    const writer = new FlagWriter(flags, new FlagContents(new MemoryUseShares(this.tables)));
    const postings = new PostingTaker(store, source, evaluator, new NameNumbers(store));
    const takers = [postings, new IdentityTaker(store), new FacilityTaker(store)] as const;
    return new MonitorEngine(store, loader, evaluator, writer, this.#transactions, this.#clock, ...takers);
  }

  /** Another process takes over: nothing of the first one's memory is left. */
  restart(): void {
    this.#engine = this.#start();
  }

  /** The next commit does not come about; whoever comes after takes the same again. */
  dieInNextCommit(): void {
    this.#transactions.diesNext = true;
  }

  /** At the start of the hour of `nowMs`, if that was not judged. */
  async judgeHourOf(nowMs: number): Promise<boolean> {
    const hour = Math.floor(nowMs / HOUR_MS);
    if (hour <= this.tables.head.judgedHour) return false;
    this.#clock.nowMs = hour * HOUR_MS;
    await this.#surviving(() => this.#engine.judgeHour());
    return true;
  }

  async openFlags(): Promise<FlagSeen[]> {
    const open = [...this.tables.flags.values()].filter(({ status }) => status === 'OPEN').map(recordOf);
    return open.map(({ id, shadow, place, ...flag }) => ({ id, shadow, standing: truthOf({ ...flag, ...place, detail: {} }) }));
  }

  async faults(fullHourMs: number | undefined): Promise<string[]> {
    return faultsOf(this.tables, fullHourMs);
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

  #messagesOf({ facts, nowMs }: Step, source: Topic): Uint8Array[] {
    if (source === 'USAGE') {
      this.#positions += 1n;
      return [postedMessage(this.#positions, nowMs, postingsOf(facts))];
    }
    if (source === 'IDENTITY') {
      return facts.map((fact) => {
        this.#identitySequence += 1n;
        return customerMessage(this.#identitySequence, fact);
      });
    }
    return facts.flatMap((fact, i) => clusterMessages(`f-${nowMs}-${i}`, fact as Extract<FlagFact, { type: 'cluster' }>));
  }

  async #deliver(source: Topic, values: Uint8Array[], how: 'NEW' | 'SAME_OFFSETS' = 'NEW'): Promise<void> {
    const log = this.#logs[source];
    if (how === 'NEW')
      for (const value of values)
        log.push({ offset: BigInt(log.length), key: 'k', value: Buffer.from(value), headers: {}, timestampMs: this.#clock.nowMs });
    const batch = { topic: TOPICS[source], partition: 0, messages: log.slice(-values.length), endOffset: BigInt(log.length) };
    await this.#surviving(() => {
      if (source === 'USAGE') return this.#engine.takePostings(batch, CONTEXT);
      return source === 'IDENTITY' ? this.#engine.takeIdentity(batch, CONTEXT) : this.#engine.takeFacilities(batch, CONTEXT);
    });
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
      this.#engine.change(async ({ memory, touched }) => {
        for (const fact of facts) {
          if (fact.type !== 'evaluated') continue;
          const evaluation = { id: `evaluation-${this.tables.evaluations.length}`, scope: scopeOf(fact.scope), atMs: fact.atMs };
          this.tables.evaluations.push(evaluation);
          memory.evaluations.push(evaluation);
          touched.touch(evaluation.scope, Infinity, ['EVALUATION']);
        }
      }),
    );
  }

  /** Where the process died, another one does the same again. */
  async #surviving(work: () => Promise<unknown>): Promise<void> {
    const dies = this.#transactions.diesNext;
    try {
      await work();
    } catch (error) {
      if (!dies) throw error;
      this.restart();
      await work();
    }
  }
}
