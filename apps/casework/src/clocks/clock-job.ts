import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import type { CaseId } from '@tidemark/domain';
import { Metrics, Rounds } from '@tidemark/observability';
import { CaseWrites } from '../case-log/case-writes.js';
import { CaseClocks } from './case-clocks.port.js';

const LOOK_EVERY_MS = 500;
const PAUSE_AFTER_ERROR_MS = 2_000;
/** Cases that are asked for together; each is a transaction of its own. */
const BATCH = 200;
/** Cases that are worked at the same time, each on a connection of its own. */
const AT_ONCE = 4;
/** In one look. A clock that is due when it starts can bring a case up once more. */
const TRIES_MAX = 5;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 5 * 60_000;
const FIGURES_EVERY_MS = 15_000;

interface Failure {
  times: number;
  untilMs: number;
}

/**
 * Says what the clocks of all cases have to say, for as long as the app runs. What is due stands in a table, so nothing is lost while nobody looks; what was said
 * stands in the log of the case, so several instances may run and each thing is said once. Opening a case says it: there is nothing else to do.
 */
@Injectable()
export class ClockJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ClockJob.name);
  private readonly rounds = new Rounds({
    look: () => this.lookAndShow(),
    onError: (error) => this.logger.error(error, 'the clocks of cases wait'),
    pauseAfterErrorMs: PAUSE_AFTER_ERROR_MS,
  });
  private readonly failing = new Map<CaseId, Failure>();
  private readonly figures;
  private figuresAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clocks: CaseClocks,
    private readonly writes: CaseWrites,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.figures = {
      running: metrics.gauge('tidemark_casework_clocks_running', 'Clocks of cases that run'),
      breached: metrics.gauge('tidemark_casework_clocks_breached', 'Clocks that were due and whose duty is not done since'),
      overdue: metrics.gauge('tidemark_casework_clocks_unsaid', 'Cases whose clocks have something to say that is not said yet'),
      oldest: metrics.gauge('tidemark_casework_clocks_unsaid_oldest_seconds', 'For how long the first of it has been due'),
      failing: metrics.gauge('tidemark_casework_clocks_failing', 'Cases whose clocks could not be worked, and that wait to be tried again'),
      failures: metrics.counter('tidemark_casework_clocks_failures_total', 'Tries to work the clocks of a case that failed'),
    };
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** Finishes the cases in hand. */
  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** Works every case that has something to say by now, and answers how many it worked. A case that fails holds up no other. */
  async look(): Promise<number> {
    const nowMs = this.clock.now();
    const worked = new Map<CaseId, number>();
    while (!this.rounds.isStopping) {
      const due = await this.clocks.casesDue(nowMs, this.paused(nowMs), BATCH);
      if (due.length === 0) break;
      await this.workAll(due);
      for (const id of due) this.countTry(worked, id);
    }
    return worked.size;
  }

  /** What was said is no longer due: a case that comes again and again is out of step with its rows. */
  private countTry(worked: Map<CaseId, number>, id: CaseId): void {
    const times = (worked.get(id) ?? 0) + 1;
    worked.set(id, times);
    if (times >= TRIES_MAX && !this.failing.has(id)) this.pause(id, new Error('its clocks are due and say nothing'));
  }

  private async lookAndShow(): Promise<number> {
    await this.look();
    await this.showFigures();
    return LOOK_EVERY_MS;
  }

  private async workAll(due: readonly CaseId[]): Promise<void> {
    const waiting = [...due];
    const hands = Array.from({ length: AT_ONCE }, async () => {
      for (let id = waiting.shift(); id !== undefined && !this.rounds.isStopping; id = waiting.shift()) await this.work(id);
    });
    await Promise.all(hands);
  }

  private async work(id: CaseId): Promise<void> {
    try {
      await this.writes.runAsCasework(this.clock.now(), id, async () => undefined);
      if (this.failing.delete(id)) this.logger.log(`the clocks of case ${id} go on`);
    } catch (error) {
      this.pause(id, error);
    }
  }

  private pause(id: CaseId, error: unknown): void {
    const times = (this.failing.get(id)?.times ?? 0) + 1;
    const backOffMs = Math.min(FIRST_BACK_OFF_MS * 2 ** (times - 1), LONGEST_BACK_OFF_MS);
    this.failing.set(id, { times, untilMs: this.clock.now() + backOffMs });
    this.figures.failures.inc();
    if (times === 1) this.logger.error(error, `the clocks of case ${id} wait; others go on`);
  }

  private paused(nowMs: number): CaseId[] {
    return [...this.failing].filter(([, { untilMs }]) => untilMs > nowMs).map(([id]) => id);
  }

  private async showFigures(): Promise<void> {
    const sinceMs = performance.now();
    if (sinceMs - this.figuresAtMs < FIGURES_EVERY_MS) return;
    this.figuresAtMs = sinceMs;
    const nowMs = this.clock.now();
    const { running, breached, unsaid, oldestUnsaidMs = nowMs } = await this.clocks.figures(nowMs);
    this.figures.running.set(running);
    this.figures.breached.set(breached);
    this.figures.overdue.set(unsaid);
    this.figures.oldest.set((nowMs - oldestUnsaidMs) / 1000);
    this.figures.failing.set(this.failing.size);
  }
}
