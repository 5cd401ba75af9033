import { Shell, stepsOf } from './harness/guide.js';
import { GuideReader } from './harness/guide-reader.js';
import { Tidemark } from './harness/tidemark.js';

/** In this order and in one shell: the second page goes on where the first one ends. */
const PAGES = ['docs/guide/know-your-customer.md', 'docs/guide/sample-world.md'];

describe('the guides, by curl alone', () => {
  const steps = PAGES.flatMap((page) => stepsOf(page).map((step) => ({ ...step, place: `${page}:${step.line}` })));
  let tidemark: Tidemark;
  let shell: Shell;
  let reader: GuideReader;

  beforeAll(async () => {
    // The simulated run has a page of its own.
    tidemark = await Tidemark.started('--no-frontier-run');
    shell = new Shell({ ...tidemark.environment, TIDEMARK: tidemark.origin });
    reader = new GuideReader(shell);
  }, 180_000);
  afterAll(async () => {
    shell?.end();
    await tidemark?.remove();
  }, 60_000);

  it.each(PAGES)('%s has something to run, and shows what it answers', (page) => {
    expect(stepsOf(page).filter(({ answer }) => answer).length).toBeGreaterThanOrEqual(10);
  });

  it.each(steps.map((step) => [`${step.place} ${step.heading}`, step] as const))('%s', (_, step) => reader.read(step), 90_000);
});
