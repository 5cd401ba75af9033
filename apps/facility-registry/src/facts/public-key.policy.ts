import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Checked, refuse } from './facility-refusal.js';

const RAW_BYTES = 32;
const PEM_CHARACTERS_MAX = 500;
const RAW = /^[A-Za-z0-9+/]{43}=$/;

/** An Ed25519 public key as SPKI PEM or as 32 raw bytes in base64. Anything else, another curve too, is refused. */
export function checkPublicKey(text: string): Checked<string> {
  const key = RAW.test(text) ? rawKey(text) : pemKey(text);
  if (key?.asymmetricKeyType === 'ed25519' && key.type === 'public') return { value: text };
  return refuse('PUBLIC_KEY_NOT_ED25519', 'publicKey', 'publicKey is neither an Ed25519 public key as SPKI PEM nor 32 bytes in base64.');
}

function rawKey(text: string): KeyObject | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== RAW_BYTES || bytes.toString('base64') !== text) return undefined;
  return readKey(() => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' }));
}

function pemKey(text: string): KeyObject | undefined {
  // createPublicKey would also derive a public key from a private one: a secret must be refused, not stored.
  if (text.length > PEM_CHARACTERS_MAX || !text.startsWith('-----BEGIN PUBLIC KEY-----')) return undefined;
  return readKey(() => createPublicKey({ key: text, format: 'pem', type: 'spki' }));
}

function readKey(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    // OpenSSL answers unreadable keys by throwing; here they are an expected refusal.
    return undefined;
  }
}
