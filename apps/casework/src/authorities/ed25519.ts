import { createHash, createPublicKey, verify } from 'node:crypto';

export const sha256Hex = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Names a key: sha256 of its SPKI. */
export const keyIdOf = (publicKey: string): string => sha256Hex(Buffer.from(publicKey, 'base64'));

/** Whether this is an Ed25519 public key, SPKI in base64, and nothing behind it. */
export function isEd25519(publicKey: string): boolean {
  const read = readKey(publicKey);
  return read !== undefined && read.export({ format: 'der', type: 'spki' }).toString('base64') === publicKey;
}

export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = readKey(publicKey);
  return key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function readKey(publicKey: string) {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
