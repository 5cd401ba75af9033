import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TidemarkConfig } from '@tidemark/config';
import { addMasterKey, type MasterKeys, openMasterKeys } from '@tidemark/sealing';

/** Where nothing else is configured, the master key lies in the data folder (mode 0600), made at the first start. */
export async function standaloneMasterKeys(config: TidemarkConfig): Promise<MasterKeys> {
  if (config.masterKeys || config.masterKeyFile !== undefined) return openMasterKeys(config);
  const masterKeyFile = join(config.home, 'master.keys');
  if (!existsSync(masterKeyFile)) await addMasterKey(masterKeyFile, 'key-1');
  return openMasterKeys({ masterKeys: undefined, masterKeyFile });
}
