import { readFileSync } from 'node:fs';
import { ATTAINABLE_LEVELS, REVALIDATION_CAUSES, VERIFICATION_RULES } from '@tidemark/domain';

const reference = readFileSync('docs/reference/customers.md', 'utf8');

/** What people read is what is asked. */
describe('docs/reference/customers.md', () => {
  const { levels } = VERIFICATION_RULES.at(-1)!;

  it.each(ATTAINABLE_LEVELS)('says what %s asks, of how many people, for how long', (level) => {
    const [, asks = '', people, holds, reverified] = reference
      .split('\n')
      .find((line) => line.startsWith(`| ${level} |`))!
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    const rule = levels[level];
    expect([people, holds, reverified]).toEqual([`${rule.people}`, `${rule.validDays} days`, `${rule.reverifyDays} days before`]);
    const named = new Set(asks.match(/[A-Z]+(?:_[A-Z]+)*(?=[^a-z]|$)/g));
    const asked = new Set(rule.requirements.flatMap(({ code, documents = [] }) => [code, ...documents]));
    expect([...named].sort()).toEqual([...asked].sort());
  });

  it('names every cause of re-validation', () =>
    expect(REVALIDATION_CAUSES.filter((cause) => cause !== 'ASKED_BY_PERSON' && !reference.includes(cause))).toEqual([]));
});
