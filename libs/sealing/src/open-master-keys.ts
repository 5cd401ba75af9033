import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { ConfigError, type MasterKey, parseMasterKeys, type TidemarkConfig } from '@tidemark/config';
import { KEY_BYTES, MasterKeys } from './master-keys.js';

/** The master keys that the configuration names. Throws {@link ConfigError} when there are none, or when they cannot be used. */
export async function openMasterKeys({
  masterKeys,
  masterKeyFile,
}: Pick<TidemarkConfig, 'masterKeys' | 'masterKeyFile'>): Promise<MasterKeys> {
  if (masterKeys) return new MasterKeys(masterKeys);
  if (masterKeyFile !== undefined) return new MasterKeys(await readMasterKeyFile(masterKeyFile));
  throw new ConfigError([
    'TIDEMARK_MASTER_KEYS or TIDEMARK_MASTER_KEY_FILE must be set: personal data is kept encrypted. Make a key with "npm run keys -- new".',
  ]);
}

export async function readMasterKeyFile(file: string): Promise<MasterKey[]> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new ConfigError([`TIDEMARK_MASTER_KEY_FILE: ${file} cannot be read`]);
  const { keys, faults } = parseMasterKeys(`The file ${file}`, text);
  if (!keys) throw new ConfigError(faults.length > 0 ? faults : [`The file ${file} holds no key`]);
  return keys;
}

/** Puts a new key in front of those in the file, which stay readable with theirs; makes the file (mode 0600) when there is none. */
export async function addMasterKey(file: string, id: string): Promise<void> {
  const earlier = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const text = `${newMasterKey(id)}\n${earlier}`;
  const { keys, faults } = parseMasterKeys(`The file ${file}`, text);
  if (!keys) throw new ConfigError(faults);
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** A key as the configuration takes it. */
export function newMasterKey(id: string): string {
  return `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;
}
