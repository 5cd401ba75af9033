import { Injectable, Logger } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import type { RegistryTask } from '../registry/registry-task.js';
import { RegistryTasks, type TaskFigures, type WaitingTask } from '../registry/registry-tasks.js';
import { asRegistry } from './registry-writes.postgres.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 3_600_000;

export interface TaskToDo {
  kind: string;
  subject: string;
  notBeforeMs: number;
  payload: object;
}

/** A task that waits already takes the newer payload, and comes no later than either asked for. */
export async function enqueueTask(tx: Transaction, { kind, subject, notBeforeMs, payload }: TaskToDo): Promise<void> {
  await tx.query(
    `insert into registry_task as waiting (kind, subject, payload, not_before_ms) values ($1, $2, $3, $4)
     on conflict (kind, subject) do update
     set payload = excluded.payload, not_before_ms = least(waiting.not_before_ms, excluded.not_before_ms), attempts = 0`,
    [kind, subject, JSON.stringify(payload), notBeforeMs],
  );
}

@Injectable()
export class PostgresRegistryTasks extends RegistryTasks {
  private readonly logger = new Logger(RegistryTasks.name);

  constructor(private readonly transactions: Transactions) {
    super();
  }

  async doNext(nowMs: number, handlers: ReadonlyMap<string, RegistryTask>): Promise<'done' | 'failed' | 'none'> {
    // Looks first without the head: nothing to do must cost nobody anything.
    const [due] = await this.transactions.run((tx) =>
      tx.query<{ id: string }>('select id from registry_task where not_before_ms <= $1 order by not_before_ms, id limit 1', [nowMs]),
    );
    if (due === undefined) return 'none';
    let task: WaitingTask | undefined;
    try {
      await this.transactions.run((tx) =>
        asRegistry(tx, nowMs, async (write) => {
          task = await strikeOff(tx, due.id);
          if (task === undefined) return;
          const handler = handlers.get(task.kind);
          if (!handler) throw new Error(`Nobody does tasks of the kind ${task.kind}`);
          await handler.run(write, task.subject, task.payload);
        }),
      );
      return 'done';
    } catch (error) {
      this.logger.error(error, `task ${task?.kind ?? ''} ${task?.subject ?? due.id} is put back`);
      await this.transactions.run((tx) => putBack(tx, due.id, nowMs, error));
      return 'failed';
    }
  }

  async figures(nowMs: number): Promise<TaskFigures> {
    const [row] = await this.transactions.run((tx) =>
      tx.query<{ due: number; failing: number }>(
        `select count(*) filter (where not_before_ms <= $1)::int as due, count(*) filter (where attempts > 0)::int as failing
         from registry_task`,
        [nowMs],
      ),
    );
    return row!;
  }
}

/** Undefined: another instance did it meanwhile. */
async function strikeOff(tx: Transaction, id: string): Promise<WaitingTask | undefined> {
  const [task] = await tx.query<WaitingTask>('delete from registry_task where id = $1 returning id, kind, subject, payload', [id]);
  return task;
}

/** Only the kind of failure is kept: what an error says may hold anything. */
async function putBack(tx: Transaction, id: string, nowMs: number, error: unknown): Promise<void> {
  await tx.query(
    `update registry_task set attempts = attempts + 1, last_failure = $2,
       not_before_ms = $3 + least($5::bigint, $4::bigint * (1::bigint << least(attempts, 20))) where id = $1`,
    [id, error instanceof Error ? error.name : 'Error', nowMs, FIRST_PAUSE_MS, LONGEST_PAUSE_MS],
  );
}
