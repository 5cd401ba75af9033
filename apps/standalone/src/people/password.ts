import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** RFC 9106, 4: the second recommendation, for where memory is not plentiful, with one lane. About a tenth of a second. */
const MEMORY_KIB = 65_536;
const PASSES = 3;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;
/** So many at once: 64 MiB each must not become a way to exhaust the machine. */
const AT_ONCE_MAX = 4;
/** About three seconds of work. Who comes later is told so instead of waiting for ever. */
const WAITING_MAX = 100;

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 256;

/** More passwords are being checked than this machine can. Express answers it with its status. */
export class TooBusy extends Error {
  readonly status = 503;
}

const derive = promisify(argon2);

/** The password in the PHC string format, `$argon2id$v=19$m=65536,t=3,p=1$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, salt, { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(salt)}$${base64(tag)}`;
}

/** Without a hash (nobody of this name, or nobody enrolled) the same work is done for nothing: the time tells nothing. */
export async function isPassword(hash: string | undefined, password: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash ?? (await nobody()));
  if (!match) throw new Error('The stored password is not an argon2id hash');
  const [, memory, passes, parallelism, salt, expected] = match as unknown as [string, string, string, string, string, string];
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const tag = await tagOf(password, Buffer.from(salt, 'base64'), parameters);
  return timingSafeEqual(tag, Buffer.from(expected, 'base64')) && hash !== undefined;
}

/** Length decides, as NIST SP 800-63B has it; what is left out is what everybody would try first. */
export function passwordFault(password: string, username: string): string | undefined {
  const { length } = [...password];
  if (length < PASSWORD_LENGTH_MIN) return `Use at least ${PASSWORD_LENGTH_MIN} characters.`;
  if (length > PASSWORD_LENGTH_MAX) return `Use at most ${PASSWORD_LENGTH_MAX} characters.`;
  // A name of two or three letters stands in many words.
  if (username.length > 3 && password.toLowerCase().includes(username.toLowerCase())) return 'Leave your user name out of it.';
  return new Set(password).size < 6 ? 'Use more different characters.' : undefined;
}

let nobodyHash: Promise<string> | undefined;
function nobody(): Promise<string> {
  nobodyHash ??= hashPassword(randomBytes(16).toString('hex'));
  return nobodyHash;
}

let running = 0;
const waiting: (() => void)[] = [];

async function tagOf(
  password: string,
  salt: Buffer,
  { memory, passes, parallelism }: { memory: number; passes: number; parallelism: number },
): Promise<Buffer> {
  if (waiting.length >= WAITING_MAX) throw new TooBusy('Too many passwords are being checked at once');
  if (running >= AT_ONCE_MAX) await new Promise<void>((go) => waiting.push(go));
  running++;
  try {
    const message = Buffer.from(password.normalize('NFKC'), 'utf8');
    return await derive('argon2id', { message, nonce: salt, parallelism, tagLength: TAG_BYTES, memory, passes });
  } finally {
    running--;
    waiting.shift()?.();
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
