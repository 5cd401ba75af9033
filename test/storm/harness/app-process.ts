/** One instance of an app under a supervisor that starts it again when it ends, as every production has one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const RESTART_AFTER_MS = 300;
const READY_MS_MAX = 60_000;
const STOP_MS_MAX = 30_000;
const WORDS_MAX = 6;

export interface AppSettings {
  name: string;
  entry: string;
  environment: Record<string, string>;
  /** http://host:port */
  url: string;
  logFile: string;
}

export class AppProcess {
  /** How often it was killed by the storm, and how often it ended by itself (when its log or database went away, it may). */
  kills = 0;
  readonly ownEnds: string[] = [];
  #child: ChildProcess | undefined;
  #wanted = false;

  constructor(readonly settings: AppSettings) {}

  start(): void {
    this.#wanted = true;
    const log = openSync(this.settings.logFile, 'a');
    const child = spawn(process.execPath, [this.settings.entry], {
      env: { ...process.env, ...this.settings.environment },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#child = child;
    const abandon = (): boolean => child.kill('SIGKILL');
    process.once('exit', abandon);
    child.once('exit', (code, signal) => {
      process.removeListener('exit', abandon);
      if (signal !== 'SIGKILL' && this.#wanted) this.ownEnds.push(String(code ?? signal));
      if (this.#wanted) setTimeout(() => this.#wanted && this.start(), RESTART_AFTER_MS);
    });
  }

  /** SIGKILL; the supervisor starts it again. */
  kill(): void {
    if (this.#child?.kill('SIGKILL')) this.kills += 1;
  }

  /** SIGKILL, for good. */
  abandon(): void {
    this.#wanted = false;
    this.#child?.kill('SIGKILL');
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Asks it to end and waits until it did. Throws when it does not end in time or not with 0. */
  async stop(): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(String(code ?? signal))));
    child.kill('SIGTERM');
    const how = await Promise.race([ended, sleep(STOP_MS_MAX, 'no end', { ref: false })]);
    child.kill('SIGKILL');
    if (how !== '0') throw new Error(`${this.settings.name} was asked to end and answered: ${how}\n${await this.lastWords()}`);
  }

  async ready(): Promise<void> {
    const until = Date.now() + READY_MS_MAX;
    while (!(await this.#isReady())) {
      if (Date.now() > until)
        throw new Error(`${this.settings.name} was not ready within ${READY_MS_MAX / 1000} s\n${await this.lastWords()}`);
      await sleep(100);
    }
  }

  async #isReady(): Promise<boolean> {
    const answer = await fetch(`${this.settings.url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.ok === true;
  }

  async lastWords(): Promise<string> {
    const lines = (await readFile(this.settings.logFile, 'utf8')).trim().split('\n');
    return lines
      .slice(-WORDS_MAX)
      .map((line) => line.slice(0, 400))
      .join('\n');
  }
}
