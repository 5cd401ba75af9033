import type { RegistryTask } from './registry-task.js';

export interface WaitingTask {
  id: string;
  kind: string;
  subject: string;
  payload: Record<string, unknown>;
}

/** The tasks that wait, as the worker sees them. */
export abstract class RegistryTasks {
  /** Does the next task that is due, in one change. False: none is due. `failed` when it was put back to be tried later. */
  abstract doNext(nowMs: number, handlers: ReadonlyMap<string, RegistryTask>): Promise<'done' | 'failed' | 'none'>;

  abstract figures(nowMs: number): Promise<TaskFigures>;
}

export interface TaskFigures {
  /** Due now. */
  due: number;
  /** Failed at least once and waiting to be tried again. */
  failing: number;
}
