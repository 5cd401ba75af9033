import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf } from './processes.js';

export class HomeInUse extends Error {
  constructor(home: string, pid: number) {
    super(`Tidemark runs already on ${home} (process ${pid}). Stop it, or set TIDEMARK_HOME to another folder.`);
  }
}

/** One process at a time works in a data folder. */
export class HomeLock {
  private constructor(private readonly file: string) {}

  /**
   * Takes the folder, waiting for a process that is just ending. Throws with its number when it does not end: two of them
   * would share a database and both believe that it is theirs. A process that was killed holds nothing.
   */
  static async take(home: string, waitMs: number, onWait: (pid: number) => void): Promise<HomeLock> {
    const file = join(home, 'tidemark.pid');
    const deadline = Date.now() + waitMs;
    for (let told = false; ; await sleep(100)) {
      const holder = tryToTake(file);
      if (holder === undefined) return new HomeLock(file);
      if (Date.now() > deadline) throw new HomeInUse(home, holder);
      if (!told) onWait(holder);
      told = true;
    }
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

/** Answers who holds it, or nothing when we do now. */
function tryToTake(file: string): number | undefined {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = Number(readFileSync(file, 'utf8'));
  if (isTidemark(holder)) return holder;
  // Left over. Removed and taken in the next round, so that of two who find it one wins by 'wx'.
  rmSync(file, { force: true });
  return tryToTake(file);
}

/** In a container the number of a killed process soon belongs to another, often to ourselves. */
function isTidemark(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && commandOf(pid).includes('standalone');
}
