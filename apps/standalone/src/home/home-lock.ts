import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf } from './processes.js';

export class HomeInUse extends Error {
  constructor(home: string, pid: number) {
    super(`Tidemark runs already on ${home} (process ${pid}). Stop it, or set TIDEMARK_HOME to another folder.`);
  }
}

/** A process that was just told to end says so a moment later. */
const SAYS_SO_MS = 2000;

/** One process at a time works in a data folder. The file holds its number, and "ending" once it is on its way out. */
export class HomeLock {
  private constructor(private readonly file: string) {}

  /**
   * Takes the folder, waiting for a process that is ending. Throws {@link HomeInUse} when one works there: two of them would share a
   * database and both believe that it is theirs. A process that was killed holds nothing.
   */
  static async take(home: string, waitMs: number, onWait: (pid: number) => void): Promise<HomeLock> {
    const file = join(home, 'tidemark.pid');
    const began = Date.now();
    for (let told = false; ; await sleep(50)) {
      const holder = tryToTake(file);
      if (holder === undefined) return new HomeLock(file);
      if (Date.now() - began > (holder.ending ? waitMs : SAYS_SO_MS)) throw new HomeInUse(home, holder.pid);
      if (holder.ending && !told) onWait(holder.pid);
      told ||= holder.ending;
    }
  }

  /** Whoever wants the folder next may wait for it. */
  ending(): void {
    writeFileSync(this.file, `${process.pid} ending`);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

interface Holder {
  pid: number;
  ending: boolean;
}

/** Answers who holds it, or nothing when we do now. */
function tryToTake(file: string): Holder | undefined {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const [number, word] = readFileSync(file, 'utf8').split(' ');
  const pid = Number(number);
  if (isTidemark(pid)) return { pid, ending: word === 'ending' };
  // Left over. Removed and taken in the next round, so that of two who find it one wins by 'wx'.
  rmSync(file, { force: true });
  return tryToTake(file);
}

/** In a container the number of a killed process soon belongs to another, often to ourselves. */
function isTidemark(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && commandOf(pid).includes('standalone');
}
