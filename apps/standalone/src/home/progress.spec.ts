import { Progress } from './progress.js';

function run(isTTY: boolean) {
  let text = '';
  let now = 0;
  const progress = new Progress({ write: (part) => (text += part), isTTY }, () => now);
  progress.begin('Loading', 2000, 'jobs');
  for (let i = 0; i < 20; i++) {
    now += 1000;
    progress.advance(100);
  }
  progress.end();
  return text;
}

describe('progress', () => {
  it('is a bar on a terminal', () => {
    expect(run(true)).toContain(`\r\x1b[KLoading ${'█'.repeat(15)}${'░'.repeat(15)} 1,000 of 2,000 jobs`);
    expect(run(true).endsWith(`\r\x1b[KLoading: 2,000 jobs in 20.0 s\n`)).toBe(true);
  });

  it('is a line now and then in a file', () => {
    const lines = run(false).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(15);
    expect(lines.at(-1)).toBe('Loading: 2,000 jobs in 20.0 s');
    expect(lines.join()).not.toContain('\x1b');
  });
});
