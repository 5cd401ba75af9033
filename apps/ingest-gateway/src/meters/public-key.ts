import { createPublicKey, type KeyObject } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Reads an Ed25519 public key as facilities register it: SPKI as PEM, or the raw 32 bytes in base64.
 * Throws when it is neither: the registry takes no other.
 */
export function readPublicKey(text: string): KeyObject {
  const key = text.includes('-----BEGIN')
    ? createPublicKey(text)
    : createPublicKey({ key: Buffer.concat([SPKI_PREFIX, rawKey(text)]), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`the public key is ${key.asymmetricKeyType}, not ed25519`);
  return key;
}

function rawKey(text: string): Buffer {
  const raw = Buffer.from(text, 'base64');
  if (raw.length !== 32) throw new Error(`the public key has ${raw.length} bytes, not 32`);
  return raw;
}
