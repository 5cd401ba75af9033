import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
      const holder = await tryToTake(file);
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
async function tryToTake(file: string): Promise<Holder | undefined> {
  if (create(file)) return undefined;
  const held = holderOf(file);
  if (held) return held;
  // Left over. Of two who find it at once, the slower one removes what the faster one has just made: so both look again a moment later.
  rmSync(file, { force: true });
  if (create(file)) await sleep(100);
  return contentOf(file) === String(process.pid) ? undefined : (holderOf(file) ?? SOMEBODY);
}

/** Came and went between two looks: worth another one. */
const SOMEBODY: Holder = { pid: 0, ending: true };

function create(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function contentOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Another Tidemark that runs. */
function holderOf(file: string): Holder | undefined {
  const [number, word] = contentOf(file).split(' ');
  const pid = Number(number);
  return isTidemark(pid) ? { pid, ending: word === 'ending' } : undefined;
}

/** In a container the number of a killed process soon belongs to another, often to ourselves. */
function isTidemark(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && commandOf(pid).includes('standalone');
}
