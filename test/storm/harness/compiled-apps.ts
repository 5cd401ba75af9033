/** The apps as they run in production: compiled, each its own process. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export type AppName = 'casework' | 'customer-registry' | 'ingest-gateway' | 'usage-ledger' | 'facility-registry' | 'threshold-monitor';

/** The folder of package-lock.json. */
export function checkout(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package-lock.json'))) return folder;
  throw new Error(`package-lock.json was not found above ${import.meta.dirname}`);
}

/** Compiles apps and libs into a folder of this process (under a second); answers that folder. Below the checkout, so that packages are found. */
export async function compileApps(): Promise<string> {
  const root = checkout();
  const folder = join(root, 'node_modules', '.cache', `tidemark-storm-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  await promisify(execFile)(process.execPath, [swc, 'apps', 'libs', 'scripts', 'deploy', '-d', folder], { cwd: root });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

export const entryOf = (compiled: string, app: AppName): string => join(compiled, 'apps', app, 'src', 'main.js');
