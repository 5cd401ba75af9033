/**
 * Prints docs/permissions.md from the table in libs/access.
 *
 *     npm run permissions [-- --check | --json]
 *
 * --check writes nothing and exits 1 when the committed file is not what the table says. --json prints the table for programs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PERMISSION_ROWS } from '@tidemark/access';
import { renderPermissions } from './render-permissions.js';

const TARGET = resolve('docs/permissions.md');

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } });
const wanted = renderPermissions(PERMISSION_ROWS);
const present = existsSync(TARGET) ? readFileSync(TARGET, 'utf8') : '';
if (values.json) console.log(JSON.stringify(PERMISSION_ROWS, undefined, 2));
else if (!values.check) {
  writeFileSync(TARGET, wanted);
  console.log(`${PERMISSION_ROWS.length} permissions: docs/permissions.md`);
} else if (present !== wanted) {
  console.error('docs/permissions.md is not what the table says: run npm run permissions and commit it.');
  process.exit(1);
}
