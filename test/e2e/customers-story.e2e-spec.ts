import { differences, type GuideStep, Shell, stepsOf, textDiffers } from './harness/guide.js';
import { Tidemark } from './harness/tidemark.js';

/** In this order and in one shell: the second page goes on where the first one ends. */
const PAGES = ['docs/guide/know-your-customer.md', 'docs/guide/sample-world.md'];

/** What has to become true by itself (screening, resolution) is asked for again: a reader would too. */
const PATIENCE_MS = 20_000;

describe('the guides, by curl alone', () => {
  const steps = PAGES.flatMap((page) => stepsOf(page).map((step) => ({ ...step, place: `${page}:${step.line}` })));
  let tidemark: Tidemark;
  let shell: Shell;
  let broken: string | undefined;

  beforeAll(async () => {
    tidemark = await Tidemark.started();
    shell = new Shell({ ...tidemark.environment, TIDEMARK: tidemark.origin });
  }, 180_000);
  afterAll(async () => {
    shell?.end();
    await tidemark?.remove();
  }, 60_000);

  it.each(PAGES)('%s has something to run, and shows what it answers', (page) => {
    expect(stepsOf(page).filter(({ answer }) => answer).length).toBeGreaterThanOrEqual(10);
  });

  it.each(steps.map((step) => [`${step.place} ${step.heading}`, step] as const))(
    '%s',
    async (_, step) => {
      if (broken !== undefined) throw new Error(`Not run: ${broken} failed before`);
      broken = step.place;
      await answers(step);
      broken = undefined;
    },
    90_000,
  );

  /** A block that only reads, and waits for what comes by itself, is run until it answers what the page shows. */
  async function answers(step: GuideStep): Promise<void> {
    const mayRepeat = !/-X|-d|--data|sign-in/.test(step.command);
    for (const end = Date.now() + PATIENCE_MS; ; await new Promise((later) => setTimeout(later, 200))) {
      const { stdout, stderr } = await shell.run(step.command);
      const wrong = wrongIn(step, stdout);
      if (wrong === undefined) return;
      if (!mayRepeat || Date.now() > end) throw new Error(`${step.command}\n\n${wrong}\n\nIt answered:\n${stdout}\n${stderr}`);
    }
  }
});

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
