/**
 * `npm test`: sets up what is missing, then the quick checks, then every test: unit, integration on real PostgreSQL and Kafka, end to end
 * and storm. Arguments go to jest: `npm test -- claims`. With CI=true nothing may be skipped: no Java or no Kafka is a failure.
 * TIDEMARK_TEST_RESULT=FILE keeps jest's own result as JSON.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node, root } from './build.mjs';

ensureInstalled();
ensureBuilt();

const given = process.argv.slice(2);
const env = { ...process.env, PATH: `${join(root, 'node_modules', 'node', 'bin')}:${process.env.PATH}` };
const step = (args) => spawnSync(node, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;

const checked = given.length > 0 ? 0 : step([join(root, 'scripts', 'check.mjs'), '--no-tests']);
const jest = ['--experimental-vm-modules', '--no-warnings', join(root, 'node_modules', '.bin', 'jest'), '--forceExit'];
const result = process.env.TIDEMARK_TEST_RESULT ? ['--json', '--outputFile', process.env.TIDEMARK_TEST_RESULT] : [];
const tested = step([...jest, ...result, ...given]);
process.exit(checked || tested);
