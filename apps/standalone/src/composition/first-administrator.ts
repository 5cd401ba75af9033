import { randomBytes } from 'node:crypto';
import type { CredentialsFile, PersonEntry } from '../credentials/credentials-file.js';
import { hashPassword, isPassword } from '../people/password.js';
import type { Factors } from '../people/people.port.js';
import { newTotpSecret } from '../people/totp.js';
import type { PeopleStores } from './embedded-people.js';

export const FIRST_ADMINISTRATOR = 'admin';
/** Who is written down as having invited the first one. */
const INSTALLATION = 'installation';

/**
 * Somebody has to invite the first person. Whoever holds the data folder and the database holds the installation, so this administrator's
 * secrets stand in credentials.json; once other administrators exist, one of them can disable it, and it stays disabled.
 */
export async function ensureFirstAdministrator({ people, factors, invitations }: PeopleStores, file: CredentialsFile): Promise<void> {
  const entry = file.person(FIRST_ADMINISTRATOR) ?? newEntry();
  // The file first: a password that only the issuer knew would be of no use to anybody.
  file.putPerson(entry);
  const by = { actor: INSTALLATION, nowMs: Date.now() };
  const known = await people.findByUsername(FIRST_ADMINISTRATOR);
  if (known?.status === 'disabled') return;
  if (known && (await holds(await factors.of(known.id), entry))) return;
  const { name, role, username } = entry;
  const made = known
    ? await people.command({ id: known.id }, { do: 'reset-factors', reason: 'The data folder has other secrets' }, by)
    : await people.command({ username }, { do: 'invite', username, name, role }, by);
  if ('refused' in made || !made.invitation) throw new Error('The first administrator could not be invited');
  const factor = { factor: 'totp', secret: entry.totpSecret, step: 0 } as const;
  const passwordHash = await hashPassword(entry.password);
  await invitations.complete(made.invitation.token, { passwordHash, factor, recoveryCodes: [], nowMs: by.nowMs });
}

const holds = async ({ passwordHash, totpSecret }: Factors, entry: PersonEntry): Promise<boolean> =>
  totpSecret === entry.totpSecret && isPassword(passwordHash, entry.password);

const newEntry = (): PersonEntry => ({
  name: 'Administrator',
  role: 'administrator',
  provider: null,
  username: FIRST_ADMINISTRATOR,
  password: randomBytes(18).toString('base64url'),
  totpSecret: newTotpSecret(),
});
