import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '@tidemark/access';
import type { Metrics } from '@tidemark/observability';
import { Rounds } from '@tidemark/observability';
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
  private readonly rounds = new Rounds({
    look: () => this.look(),
    onError: (error) => this.logger.error(error, 'tasks wait'),
    pauseAfterErrorMs: PAUSE_AFTER_ERROR_MS,
  });
  private readonly handlers: ReadonlyMap<string, RegistryTask>;
  private readonly due;
  private readonly failing;
  private figuresAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: TaskWorkerParts) {
    this.handlers = new Map(parts.handlers.map((handler) => [handler.kind, handler]));
    this.due = parts.metrics.gauge('tidemark_registry_tasks_due', 'Tasks that could be done now');
    this.failing = parts.metrics.gauge('tidemark_registry_tasks_failing', 'Tasks that failed and wait to be tried again');
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** Finishes the task in hand. */
  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
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
