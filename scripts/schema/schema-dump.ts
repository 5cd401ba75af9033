/** npm run schema: writes what the migrations make of an empty database, so that a migration shows as a difference of its tables. */
import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@tidemark/persistence';
import { dumpAllSchemas } from './dumped-schemas.js';

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tidemark-schema-'));
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    for (const { file, text } of await dumpAllSchemas(server.url)) {
      await writeFile(file, text);
      console.log(file);
    }
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
