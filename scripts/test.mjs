/**
 * `npm test`: sets up what is missing, then the quick checks, then every test: unit, integration on real PostgreSQL and Kafka, end to end
 * and storm. Arguments go to jest: `npm test -- claims`. With CI=true nothing may be skipped: no Java or no Kafka is a failure.
 * TIDEMARK_TEST_RESULTS=FOLDER keeps jest's own results as JSON.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node, root } from './build.mjs';

ensureInstalled();
ensureBuilt();

const given = process.argv.slice(2);
const env = { ...process.env, PATH: `${join(root, 'node_modules', 'node', 'bin')}:${process.env.PATH}` };
const step = (args) => spawnSync(node, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;

const jest = (name, args) => {
  const keep = process.env.TIDEMARK_TEST_RESULTS ? ['--json', '--outputFile', join(process.env.TIDEMARK_TEST_RESULTS, `${name}.json`)] : [];
  return step(['--experimental-vm-modules', '--no-warnings', join(root, 'node_modules', '.bin', 'jest'), '--forceExit', ...keep, ...args]);
};

if (given.length > 0) process.exit(jest('given', given));
const outcomes = [
  step([join(root, 'scripts', 'check.mjs'), '--no-tests']),
  jest('unit-and-integration', ['--selectProjects', 'unit', 'integration']),
  // One after another: whole installations that are killed and restarted must not take each other's processors.
  jest('end-to-end', ['--selectProjects', 'e2e', '--runInBand']),
];
process.exit(Math.max(...outcomes));
