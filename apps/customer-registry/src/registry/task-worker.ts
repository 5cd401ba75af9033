import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '@tidemark/access';
import type { Metrics } from '@tidemark/observability';
import type { RegistryTask } from './registry-task.js';
import type { RegistryTasks } from './registry-tasks.js';

/** How long a task that another instance wrote down can wait unseen. */
const LOOK_EVERY_MS = 250;
const PAUSE_AFTER_ERROR_MS = 1000;
const FIGURES_EVERY_MS = 5000;

export interface TaskWorkerParts {
  tasks: RegistryTasks;
  clock: Clock;
  metrics: Metrics;
  handlers: readonly RegistryTask[];
}

/** Does the registry's tasks one after the other, for as long as the app runs. Several instances may: a task is done by one of them. */
@Injectable()
export class TaskWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(TaskWorker.name);
  private readonly stopping = new AbortController();
  private readonly handlers: ReadonlyMap<string, RegistryTask>;
  private readonly due;
  private readonly failing;
  private figuresAtMs = Number.NEGATIVE_INFINITY;
  private running: Promise<void> | undefined;

  constructor(private readonly parts: TaskWorkerParts) {
    this.handlers = new Map(parts.handlers.map((handler) => [handler.kind, handler]));
    this.due = parts.metrics.gauge('tidemark_registry_tasks_due', 'Tasks that could be done now');
    this.failing = parts.metrics.gauge('tidemark_registry_tasks_failing', 'Tasks that failed and wait to be tried again');
  }

  onApplicationBootstrap(): void {
    this.running = this.keepWorking();
  }

  /** Finishes the task in hand. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepWorking(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const pause = await this.look().catch((error: unknown) => {
        this.logger.error(error, 'tasks wait');
        return PAUSE_AFTER_ERROR_MS;
      });
      if (pause > 0) await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** Answers how long to pause before the next look. */
  private async look(): Promise<number> {
    const { tasks, clock } = this.parts;
    const nowMs = clock.now();
    await this.showFigures(nowMs);
    return (await tasks.doNext(nowMs, this.handlers)) === 'none' ? LOOK_EVERY_MS : 0;
  }

  private async showFigures(nowMs: number): Promise<void> {
    if (nowMs - this.figuresAtMs < FIGURES_EVERY_MS) return;
    this.figuresAtMs = nowMs;
    const { due, failing } = await this.parts.tasks.figures(nowMs);
    this.due.set(due);
    this.failing.set(failing);
  }
}
