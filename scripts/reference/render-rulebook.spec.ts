import { readFileSync } from 'node:fs';
import { PUBLISHED_RULEBOOK, PUBLISHED_RULEBOOKS, RULE_SCHEMA, type Rule, thresholdNumber } from '@tidemark/domain';
import { renderRulebooks } from './render-rulebook.js';

const page = renderRulebooks(PUBLISHED_RULEBOOKS);

describe('the page of the rulebook', () => {
  it('is committed as the data say', () => expect(readFileSync('docs/reference/rulebook.md', 'utf8')).toBe(page));

  it('has the schema of a rule beside it', () =>
    expect(JSON.parse(readFileSync('docs/reference/rule.schema.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(RULE_SCHEMA))));

  it('shows every rule, and what is from memory', () => {
    for (const { id } of PUBLISHED_RULEBOOK.rules) expect(page).toContain(`| \`${id}@1\``);
    expect(page.split('\n').find((line) => line.includes('us-eo-14110-cluster@1'))).toContain('from memory');
    expect(page.split('\n').find((line) => line.startsWith('| `us-outbound-850-notifiable@1`'))).toContain(
      '30 days after completion **(from memory)**',
    );
  });

  it('shows of a later version what it changed', () => {
    const first = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51') as Rule;
    const second: Rule = { ...first, version: 2, number: thresholdNumber('3e25') };
    const rules = [...PUBLISHED_RULEBOOK.rules, second].filter(({ id }) => id !== 'band-billing');
    const later = renderRulebooks([...PUBLISHED_RULEBOOKS, { version: 2, date: '2027-01-01', rules }]);
    expect(later).toContain('### Version 2 (2027-01-01)\nRemoved: `band-billing@1`.\n');
    expect(later).toContain('| `eu-ai-act-51` 1 to 2 | number | 1e25 | 3e25 |');
    expect(later).toContain('| `eu-ai-act-51@2`');
  });
});
