/** What the ledger of a history holds, so that a correction never takes away what is not there. */
import { type FlagStatement, HOUR_MS, type PostedTruth, type Triple } from '../truth/flags/flag-truth.model.js';
import type { TripleDrawn, UsageCommand, WhenDrawn } from './history-commands.js';
import { ACCOUNTS, CLUSTERS, slotHour } from './history-places.js';

type Cell = Omit<PostedTruth, keyof Triple | 'acceleratorMs'>;
const MODELS = ['X', 'Y'];

export class UsageBook {
  readonly #cells: PostedTruth[] = [];

  take(command: UsageCommand, nowMs: number): FlagStatement[] {
    const nowHour = Math.floor(nowMs / HOUR_MS);
    switch (command.type) {
      case 'post':
        return command.rows.flatMap((row) =>
          this.#post(cellOf(row.account, row.cluster, row.accelerator, hourOf(row.when, nowHour)), tripleOf(row.triple), row.accelerators),
        );
      case 'correct':
        return this.#correct(command);
      case 'surge':
        return this.#post(
          cellOf(command.account, 0, 0, nowHour - command.hoursAgo),
          tripleOf({ lower: 0, more: command.amount, most: 1 }),
          1,
        );
      case 'daily':
        return Array.from({ length: command.days }, (_, day) => day + 1)
          .filter((day) => command.skip === 0 || day % command.skip !== 0)
          .flatMap((day) =>
            this.#post(cellOf(command.account, 0, 0, nowHour - day * 24), tripleOf({ lower: 1, more: command.perDay, most: 1 }), 1),
          );
      default:
        return command satisfies never;
    }
  }

  #post(cell: Cell, triple: Triple, accelerators: number): FlagStatement[] {
    const more: PostedTruth = { ...cell, ...triple, acceleratorMs: BigInt(accelerators) * BigInt(HOUR_MS) };
    const known = this.#cells.find((one) => sameCell(one, cell));
    if (known) Object.assign(known, plus(known, more));
    else this.#cells.push({ ...more });
    return [{ type: 'posted', ...more }];
  }

  /** Exactly minus what was posted, plus the new: here for a whole cell. */
  #correct({ cell: which, triple, accelerators }: UsageCommand & { type: 'correct' }): FlagStatement[] {
    const cell = this.#cells[which % Math.max(1, this.#cells.length)];
    if (!cell) return [];
    // No accelerators: the use did not happen.
    const now = accelerators === 0 ? { lower: 0n, expected: 0n, upper: 0n } : tripleOf(triple);
    const acceleratorMs = BigInt(accelerators) * BigInt(HOUR_MS);
    const difference: PostedTruth = {
      ...cell,
      ...{ lower: now.lower - cell.lower, expected: now.expected - cell.expected, upper: now.upper - cell.upper },
      acceleratorMs: acceleratorMs - cell.acceleratorMs,
    };
    Object.assign(cell, now, { acceleratorMs });
    const isNothing = difference.upper === 0n && difference.expected === 0n && difference.lower === 0n && difference.acceleratorMs === 0n;
    return isNothing ? [] : [{ type: 'posted', ...difference }];
  }
}

const plus = (a: PostedTruth, b: PostedTruth) => ({
  lower: a.lower + b.lower,
  expected: a.expected + b.expected,
  upper: a.upper + b.upper,
  acceleratorMs: a.acceleratorMs + b.acceleratorMs,
});

const sameCell = (a: Cell, b: Cell): boolean =>
  a.provider === b.provider && a.account === b.account && a.cluster === b.cluster && a.accelerator === b.accelerator && a.hour === b.hour;

/** An account is used in a cluster of its own provider. */
function cellOf(account: number, cluster: number, accelerator: number, hour: number): Cell {
  const [provider, name] = ACCOUNTS[account]!;
  const own = CLUSTERS.filter(([of]) => of === provider);
  return { provider, account: name, cluster: own[cluster % own.length]![1], accelerator: MODELS[accelerator]!, hour };
}

const hourOf = (when: WhenDrawn, nowHour: number): number => (when.type === 'AGO' ? nowHour - when.hours : slotHour(when.slot));

const tripleOf = ({ lower, more, most }: TripleDrawn): Triple => ({
  lower: BigInt(lower),
  expected: BigInt(lower + more),
  upper: BigInt(lower + more + most),
});
