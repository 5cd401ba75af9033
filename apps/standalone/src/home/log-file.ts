import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type DestinationStream } from 'pino';

const BYTES_MAX = 64 * 1024 * 1024;

/** `tidemark.log` in the data folder, for its owner alone. A file that has grown large is put aside at the start, in place of the one before. */
export function logFile(home: string): DestinationStream {
  const dest = join(home, 'tidemark.log');
  if (existsSync(dest) && statSync(dest).size > BYTES_MAX) renameSync(dest, `${dest}.1`);
  return pino.destination({ dest, sync: false, mode: 0o600 });
}
