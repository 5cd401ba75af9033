/** A program under measurement: its own process on the measured cores, ended with the benchmark. */
import { type ChildProcess, spawn } from 'node:child_process';
import { pinned } from './processes.js';

export interface Program {
  readonly pid: number;
  /** Rejects when it ended by itself. */
  readonly ended: Promise<never>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** BENCH_PROFILE=FOLDER: every program leaves a CPU profile there when it ends. */
const profiling = (): string[] => (process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []);

/** Runs a compiled entry point with this Node. Its errors are shown; what else it says is not. */
export function runNode(entry: string, environment: Record<string, string>): Program {
  const [command, args] = pinned(process.execPath, [...profiling(), entry]);
  return supervise(spawn(command, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'inherit'] }), entry);
}

function supervise(child: ChildProcess, name: string): Program {
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  let stopping = false;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.removeListener('exit', kill);
      if (!stopping) reject(new Error(`${name} ended by itself (${code ?? signal})`));
    });
  });
  // Nobody may be listening yet; whoever waits for something races against it.
  ended.catch(() => undefined);
  return {
    pid: child.pid!,
    ended,
    stop: async (signal = 'SIGTERM') => {
      stopping = true;
      child.kill(signal);
      await gone;
    },
  };
}
