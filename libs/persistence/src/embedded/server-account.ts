import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As whom the server's programs run. PostgreSQL refuses to run as root, so root hands it to the system user `postgres`. */
export interface ServerAccount {
  /** Owner of the data folder; absent: ourselves. */
  owner: { uid: number; gid: number } | undefined;
  /** The command line that runs `program` as this account. */
  commandLine(program: string, args: readonly string[]): { file: string; args: string[]; options: { uid?: number; gid?: number } };
}

const OURSELVES: ServerAccount = {
  owner: undefined,
  commandLine: (file, args) => ({ file, args: [...args], options: {} }),
};

/** The account for a server whose programs and data lie under `paths`. */
export async function serverAccount(paths: readonly string[]): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return OURSELVES;
  const owner = await postgresUser();
  if (await everybodyMayReach(paths)) {
    return { owner, commandLine: (file, args) => ({ file, args: [...args], options: owner }) };
  }
  return { owner, commandLine: throughClosedFolders(owner) };
}

/**
 * A checkout under /root is closed to other users. The server then keeps one of root's rights, to pass through folders
 * (CAP_DAC_OVERRIDE), while being `postgres` in everything else.
 */
function throughClosedFolders({ uid, gid }: { uid: number; gid: number }): ServerAccount['commandLine'] {
  const rights = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return (file, args) => ({ file: 'setpriv', args: [...rights, '--', file, ...args], options: {} });
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const existing = await idsOf('postgres');
  if (existing) return existing;
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch((cause: unknown) => {
    throw new Error('PostgreSQL does not run as root and the user "postgres" could not be made: run as another user', { cause });
  });
  const made = await idsOf('postgres');
  if (!made) throw new Error('The user "postgres" was made but cannot be found: run as a user other than root');
  return made;
}

async function idsOf(user: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function everybodyMayReach(paths: readonly string[]): Promise<boolean> {
  const folders = new Set(paths.flatMap(ancestors));
  const open = await Promise.all([...folders].map(async (folder) => ((await stat(folder)).mode & 0o001) !== 0));
  return open.every(Boolean);
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestors(parent)];
}
