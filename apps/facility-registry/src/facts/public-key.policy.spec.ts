import { generateKeyPairSync } from 'node:crypto';
import { checkPublicKey } from './public-key.policy.js';

const pem = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }) =>
  key.export({ type: 'spki', format: 'pem' }).toString();
const ed25519 = generateKeyPairSync('ed25519');

describe('the public key of a meter', () => {
  it('is an Ed25519 key as SPKI PEM', () => expect(checkPublicKey(pem(ed25519.publicKey))).toHaveProperty('value'));
  it('or its 32 raw bytes in base64', () => {
    const { x } = ed25519.publicKey.export({ format: 'jwk' }) as { x: string };
    expect(checkPublicKey(Buffer.from(x, 'base64url').toString('base64'))).toHaveProperty('value');
  });

  it.each([
    ['nothing', ''],
    ['31 bytes', Buffer.alloc(31, 1).toString('base64')],
    ['33 bytes', Buffer.alloc(33, 1).toString('base64')],
    ['base64 with spare bits', `${'A'.repeat(42)}B=`],
    ['another curve', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)],
    ['an X25519 key', pem(generateKeyPairSync('x25519').publicKey)],
    ['RSA', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)],
    ['a private key', ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['broken PEM', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
  ])('is not %s', (_, key) =>
    expect(checkPublicKey(key)).toMatchObject({ refused: { code: 'PUBLIC_KEY_NOT_ED25519', field: 'publicKey' } }),
  );
});
