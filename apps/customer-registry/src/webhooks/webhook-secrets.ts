import { randomBytes } from 'node:crypto';
import { type SealingKey } from '@tidemark/sealing';
import type { SealedSecrets } from './webhook-store.port.js';

const SECRET_BYTES = 32;
const CONTEXT = 'secret';

/** The owner of an endpoint's key: with the endpoint its key goes, and with the key its secrets. */
export const ownerOfWebhook = (endpoint: string): string => `webhook/${endpoint}`;

/** A secret as the Standard Webhooks write it. */
export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

export const sealSecret = (key: SealingKey, secret: string): Buffer => key.seal(CONTEXT, secret);

/** The current secret, then the one before while it holds. Throws when the key is gone: of an endpoint that stands it is not. */
export function openSecrets(key: SealingKey | undefined, { secret, old }: SealedSecrets, nowMs: number): string[] {
  if (!key) throw new Error('the key of a webhook endpoint is gone');
  const standing = old && old.untilMs > nowMs ? [old.secret] : [];
  return [secret, ...standing].map((sealed) => key.openText(CONTEXT, sealed));
}
