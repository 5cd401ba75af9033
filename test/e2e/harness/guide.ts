/** Guides whose commands are run: a page of docs is a test, so that what it shows cannot rot. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './tidemark.js';

/** A block of shell, and what the page shows beneath it. */
export interface GuideStep {
  /** Of the block in the page. */
  line: number;
  heading: string;
  command: string;
  answer?: { language: string; text: string };
}

/** The ```sh blocks of a page in order; a ```json or ```text block that comes next is what the one before must answer. */
export function stepsOf(page: string): GuideStep[] {
  const steps: GuideStep[] = [];
  let heading = '';
  let block: { language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of readFileSync(join(checkout(), page), 'utf8').split('\n').entries()) {
    const fence = /^```(\w*)$/.exec(line);
    if (block && fence) {
      endBlock(steps, block, heading);
      block = undefined;
    } else if (block) block.lines.push(line);
    else if (fence) block = { language: fence[1]!, line: index + 2, lines: [] };
    else if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
  }
  return steps;
}

function endBlock(
  steps: GuideStep[],
  { language, line, lines }: { language: string; line: number; lines: string[] },
  heading: string,
): void {
  const text = lines.join('\n');
  if (language === 'sh') steps.push({ line, heading, command: text });
  else if (language === 'json' || language === 'text') {
    const last = steps.at(-1);
    if (!last || last.answer) throw new Error(`The answer in line ${line} belongs to no command`);
    last.answer = { language, text };
  }
}

/** Any value: written where an answer has an id, a time or a token. */
const ANY = '…';

/** Every place in which what was answered is not what is shown; members that are not shown do not matter, items of a list do. */
export function differences(shown: unknown, answered: unknown, path = ''): string[] {
  if (shown === ANY) return answered === undefined ? [`${path} is missing`] : [];
  if (Array.isArray(shown)) {
    if (!Array.isArray(answered)) return [`${path} is no list: ${JSON.stringify(answered)}`];
    if (shown.length !== answered.length) return [`${path} has ${answered.length} items, not ${shown.length}: ${JSON.stringify(answered)}`];
    return shown.flatMap((item, index) => differences(item, answered[index], `${path}[${index}]`));
  }
  if (typeof shown === 'object' && shown !== null) {
    const members = (answered ?? {}) as Record<string, unknown>;
    return Object.entries(shown).flatMap(([name, value]) => differences(value, members[name], `${path}.${name}`));
  }
  return shown === answered ? [] : [`${path} is ${JSON.stringify(answered)}, not ${JSON.stringify(shown)}`];
}

export function textDiffers(shown: string, answered: string): boolean {
  const pattern = shown
    .trim()
    .split(ANY)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return !new RegExp(`^${pattern.join('[^\\n]*')}$`).test(answered.trim());
}

/** One shell that goes through a page: what a block sets, later ones have. */
export class Shell {
  readonly #shell: ChildProcessWithoutNullStreams;
  #out = '';
  #err = '';

  constructor(env: NodeJS.ProcessEnv) {
    this.#shell = spawn('bash', ['--noprofile', '--norc'], { cwd: checkout(), env });
    this.#shell.stdout.on('data', (chunk: Buffer) => void (this.#out += chunk));
    this.#shell.stderr.on('data', (chunk: Buffer) => void (this.#err += chunk));
  }

  async run(command: string, msMax = 60_000): Promise<{ stdout: string; stderr: string }> {
    const mark = `--- end of block ${Math.random().toString(36).slice(2)} ---`;
    this.#out = '';
    this.#err = '';
    this.#shell.stdin.write(`${command}\necho '${mark}'\n`);
    for (const end = Date.now() + msMax; !this.#out.includes(mark); await new Promise((later) => setTimeout(later, 5)))
      if (Date.now() > end || this.#shell.exitCode !== null)
        throw new Error(`The block did not end:\n${command}\n${this.#out}\n${this.#err}`);
    return { stdout: this.#out.slice(0, this.#out.indexOf(mark)), stderr: this.#err };
  }

  end(): void {
    this.#shell.kill();
  }
}
