import { differences, type GuideStep, type Shell, textDiffers } from './guide.js';

/** What has to become true by itself (screening, resolution, a run that streams in) is asked for again: a reader would too. */
const PATIENCE_MS = 20_000;

/** Reads a page as a person at a shell would: runs each block, and compares what it answers with what the page shows. */
export class GuideReader {
  #broken: string | undefined;

  constructor(private readonly shell: Shell) {}

  /** Throws with what differs, and at once when a step before failed: later ones rest on it. */
  async read(step: GuideStep & { place: string }): Promise<void> {
    if (this.#broken !== undefined) throw new Error(`Not run: ${this.#broken} failed before`);
    this.#broken = step.place;
    await this.#answers(step);
    this.#broken = undefined;
  }

  /** A block that only reads, and waits for what comes by itself, is run until it answers what the page shows. */
  async #answers(step: GuideStep): Promise<void> {
    const mayRepeat = !/-X|-d|--data|sign-in|do_/.test(step.command);
    for (const end = Date.now() + PATIENCE_MS; ; await new Promise((later) => setTimeout(later, 200))) {
      const { stdout, stderr } = await this.shell.run(step.command, BLOCK_MS_MAX);
      const wrong = wrongIn(step, stdout);
      if (wrong === undefined) return;
      if (!mayRepeat || Date.now() > end) throw new Error(`${step.command}\n\n${wrong}\n\nIt answered:\n${stdout}\n${stderr}`);
    }
  }
}

const BLOCK_MS_MAX = 120_000;

function wrongIn({ answer }: GuideStep, stdout: string): string | undefined {
  if (!answer) return undefined;
  if (answer.language === 'text') return textDiffers(answer.text, stdout) ? `The page shows:\n${answer.text}` : undefined;
  let answered: unknown;
  try {
    answered = JSON.parse(stdout);
  } catch {
    return 'The answer is no JSON.';
  }
  const found = differences(JSON.parse(answer.text), answered);
  return found.length === 0 ? undefined : found.join('\n');
}
