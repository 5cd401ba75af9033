/** What processes cost, from /proc: CPU seconds and memory of whole trees, and which cores they may use. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

interface ProcessState {
  pid: number;
  parent: number;
  cpuSeconds: number;
  /** Time of children that have ended and were waited for. */
  endedChildrenSeconds: number;
}

function stateOf(pid: number): ProcessState | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold spaces; the third field comes behind it.
    const field = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const seconds = (a: number, b: number): number => (field[a - 3]! + field[b - 3]!) / TICKS_PER_SECOND;
    return { pid, parent: field[1]!, cpuSeconds: seconds(14, 15), endedChildrenSeconds: seconds(16, 17) };
  } catch {
    // It ended between the listing and the look.
    return undefined;
  }
}

/** The process and all its descendants. */
function treeOf(root: number): ProcessState[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => stateOf(Number(name)))
    .filter((state) => state !== undefined);
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

/** CPU seconds that the process and its descendants, also those that ended, have used so far. */
export const cpuSeconds = (root: number): number =>
  treeOf(root).reduce((sum, state) => sum + state.cpuSeconds + state.endedChildrenSeconds, 0);

/** Resident memory of one process in bytes. */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!line) throw new Error(`no memory figure of process ${pid}`);
  return Number(line[1]) * 1024;
}

/** The cores that everything measured shares: two, where the machine has more, so that the measuring itself runs beside them. */
export const MEASURED_CORES = cpus().length >= 3 ? '0,1' : undefined;

/** Confines the running process, its threads and its descendants to the measured cores. */
export function pin(root: number): void {
  if (!MEASURED_CORES) return;
  for (const { pid } of treeOf(root)) {
    try {
      execFileSync('taskset', ['-a', '-c', '-p', MEASURED_CORES, String(pid)], { stdio: 'ignore' });
    } catch (error) {
      if (stateOf(pid)) throw error;
    }
  }
}

/** A command line that runs on the measured cores from its start. */
export const pinned = (command: string, args: string[]): [string, string[]] =>
  MEASURED_CORES ? ['taskset', ['-c', MEASURED_CORES, command, ...args]] : [command, args];
