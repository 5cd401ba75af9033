import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The command line of a running process; empty when there is none of this number. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Ends a process whose command line holds `words`, in order if it lets us; another process of the same number is left alone. */
export async function endProcess(pid: number, words: string, patienceMs: number): Promise<void> {
  const runs = () => commandOf(pid).includes(words);
  if (!runs()) return;
  process.kill(pid, 'SIGTERM');
  for (const deadline = Date.now() + patienceMs; runs(); await sleep(50)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
  }
}
