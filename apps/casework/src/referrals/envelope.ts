import { canonicalJson, type Sealed } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { isSignedBy, keyIdOf, sha256Hex } from '../authorities/ed25519.js';

/** As it travels: docs/reference/referrals.md. */
export interface Envelope {
  /** The payload's own format, again. */
  type: string;
  /** base64 of the canonical JSON that is signed. */
  payload: string;
  /** Ed25519 over exactly those bytes, base64. */
  signature: string;
  /** sha256 of the public key, hex. */
  key: string;
}

export const ENVELOPE_TYPE = 'application/vnd.tidemark.referral+json';

/** Bytes of a payload; a body of 256 KiB holds it in base64 with the rest. */
export const PAYLOAD_BYTES_MAX = 160 * 1024;
const DEPTH_MAX = 24;

export const envelopeOf = (payload: object, sealed: Sealed): Envelope => ({
  type: (payload as { format: string }).format,
  payload: Buffer.from(canonicalJson(payload)).toString('base64'),
  signature: sealed.signature!,
  key: sealed.key!,
});

export interface Opened {
  payload: Readonly<Record<string, unknown>>;
  text: string;
  hash: string;
}

/** What the envelope holds, before its signature is asked for: only bytes that are the canonical JSON of an object are taken. */
export function openEnvelope({ type, payload }: Envelope): Opened | Refused {
  const bytes = Buffer.from(payload, 'base64');
  if (bytes.length === 0 || bytes.length > PAYLOAD_BYTES_MAX || bytes.toString('base64') !== payload)
    return malformed('The payload is no base64.');
  const text = bytes.toString('utf8');
  const value = parsed(text);
  if (value === undefined || value.format !== type || canonicalJson(value) !== text)
    return malformed('The payload is not canonical JSON of that type.');
  return { payload: value, text, hash: sha256Hex(text) };
}

export function signatureRefusal({ signature, key }: Envelope, text: string, publicKey: string): Refused | undefined {
  if (keyIdOf(publicKey) === key && isSignedBy(publicKey, text, signature)) return undefined;
  return refuse('REFERRAL_SIGNATURE_INVALID', 'The signature is not of the key that the sender is registered with, over these bytes.');
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && !isTooDeep(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** No recursion: what comes from outside may be nested deeper than the stack is. */
function isTooDeep(value: unknown): boolean {
  const waiting = [{ value, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth === DEPTH_MAX) return true;
    for (const member of Object.values(next.value)) waiting.push({ value: member, depth: next.depth + 1 });
  }
  return false;
}

const malformed = (detail: string): Refused => refuse('REFERRAL_MALFORMED', detail);

export { malformed };
