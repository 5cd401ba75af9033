/**
 * Makes docs/reference/rulebook.md and docs/reference/rule.schema.json from the rulebook in the code.
 *
 *     node dist/scripts/reference/rulebook.js [--check]
 *
 * --check writes nothing and exits 1 when a committed file is not what the data say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PUBLISHED_RULEBOOKS, RULE_SCHEMA } from '@tidemark/domain';
import { renderRulebooks } from './render-rulebook.js';

const PAGES: Readonly<Record<string, string>> = {
  'docs/reference/rulebook.md': renderRulebooks(PUBLISHED_RULEBOOKS),
  'docs/reference/rule.schema.json': `${JSON.stringify(RULE_SCHEMA, undefined, 2)}\n`,
};

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [page, wanted] of Object.entries(PAGES)) {
  const target = resolve(page);
  const present = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (!values.check) writeFileSync(target, wanted);
  else if (present !== wanted) {
    console.error(`${page} is not what the data say: run node dist/scripts/reference/rulebook.js and commit it.`);
    process.exitCode = 1;
  }
}
