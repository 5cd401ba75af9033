import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package-lock.json, also when this runs as compiled code somewhere below it or in a folder named by the environment. */
export function checkout(): string {
  for (const start of [import.meta.dirname, process.cwd()])
    for (let folder = start; folder !== dirname(folder); folder = dirname(folder))
      if (existsSync(join(folder, 'package-lock.json'))) return folder;
  throw new Error(`package-lock.json was not found above ${import.meta.dirname} or ${process.cwd()}`);
}
