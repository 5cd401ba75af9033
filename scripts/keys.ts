import 'reflect-metadata';
/**
 * npm run keys -- print | new | rotate
 *
 * `print` prints a new key, as TIDEMARK_MASTER_KEYS takes it: put it in front of those that stand there. `new` puts one in front of those in
 * TIDEMARK_MASTER_KEY_FILE (default: master.keys in the data folder). `rotate` wraps every key of the customer registry and of casework with the current one;
 * after it the older master keys are not needed any more. As the role of one service it rotates that service's keys alone. The data itself is not touched, and the app may run meanwhile; instances that run must be started again with the new
 * key first. Ends with 0, or with 2 when it could not be done.
 */
import { join } from 'node:path';
import { ConfigError, loadConfig, type TidemarkConfig } from '@tidemark/config';
import { findDatabase } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { addMasterKey, type MasterKeys, newMasterKey, openMasterKeys, rewrapKeys } from '@tidemark/sealing';
import { CASEWORK_DATABASE } from '../apps/casework/src/casework-database.js';
import { REGISTRY_DATABASE } from '../apps/customer-registry/src/registry-database.js';

/** Services that keep personal data. */
const WHO_SEALS = [REGISTRY_DATABASE, CASEWORK_DATABASE];
const KEYS_A_TRANSACTION = 1000;

async function main([command]: string[]): Promise<void> {
  const given = loadConfig();
  const config = { ...given, masterKeyFile: given.masterKeyFile ?? join(given.home, 'master.keys') };
  if (command === 'print') return console.log(newMasterKey(newKeyId()));
  if (command === 'new') return makeKey(config);
  if (command === 'rotate') return rotate(config);
  throw new ConfigError(['Say what to do: npm run keys -- print, new or rotate']);
}

async function makeKey({ masterKeys, masterKeyFile }: TidemarkConfig & { masterKeyFile: string }): Promise<void> {
  if (masterKeys) throw new ConfigError(['The keys come from TIDEMARK_MASTER_KEYS, where only you can put one: npm run -s keys -- print']);
  const id = newKeyId();
  await addMasterKey(masterKeyFile, id);
  console.log(`${masterKeyFile} has the new current key ${id}. Start the services again, then run: npm run keys -- rotate`);
}

const newKeyId = (): string => `key-${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}`;

async function rotate(config: TidemarkConfig): Promise<void> {
  const masterKeys = await openMasterKeys(config);
  const { url, leave } = await findDatabase(config);
  try {
    const role = decodeURIComponent(new URL(url).username);
    const own = WHO_SEALS.filter(({ app }) => app === role);
    for (const service of own.length > 0 ? own : WHO_SEALS) {
      const wrapped = await rotateOf({ url, ...service }, masterKeys);
      console.log(`${service.app}: ${wrapped} keys are now wrapped with ${masterKeys.current}.`);
    }
  } finally {
    await leave();
  }
}

async function rotateOf(service: Parameters<typeof openAppDatabase>[0], masterKeys: MasterKeys): Promise<number> {
  const database = await openAppDatabase(service);
  try {
    let total = 0;
    for (let wrapped = -1; wrapped !== 0; total += wrapped)
      wrapped = await database.transactions.run((tx) => rewrapKeys(tx, masterKeys, KEYS_A_TRANSACTION));
    return total;
  } finally {
    await database.close();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(2);
  },
);
