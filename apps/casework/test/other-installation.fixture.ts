import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { canonicalJson } from '@tidemark/domain';

/** An installation elsewhere, as far as one here can tell: a key, and what is signed with it. */
export class OtherInstallation {
  private readonly pair = generateKeyPairSync('ed25519');
  readonly publicKey = this.pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');

  constructor(readonly authority: string) {}

  envelope(payload: { format: string } & Record<string, unknown>) {
    const text = Buffer.from(canonicalJson(payload));
    return {
      type: payload.format,
      payload: text.toString('base64'),
      signature: sign(null, text, this.pair.privateKey).toString('base64'),
      key: createHash('sha256').update(Buffer.from(this.publicKey, 'base64')).digest('hex'),
    };
  }

  referral(to: string, referral: string, over: Record<string, unknown> = {}) {
    const sections = (over.sections as Record<string, unknown>) ?? { FLAGS: [], STATEMENT: { text: 'Seen at two sites' } };
    return this.envelope({
      format: 'tidemark.referral.v1',
      referral,
      from: this.authority,
      to,
      issuedAtMs: Date.UTC(2026, 0, 1),
      rule: 'referral-installation@1',
      matter: 'TRAINING_COMPUTE',
      legalBasis: 'Memorandum 4',
      sections,
      manifest: manifestOf(sections),
      ...over,
    });
  }
}

export const manifestOf = (sections: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sections).map(([name, content]) => [name, createHash('sha256').update(canonicalJson(content)).digest('hex')]),
  );
