import fc from 'fast-check';
import { OtherInstallation } from '../../test/other-installation.fixture.js';
import { readDocument } from './documents.js';
import { type Envelope, openEnvelope, signatureRefusal } from './envelope.js';

const south = new OtherInstallation('southern-board');
const good = south.referral('authority', '0a5b2f7e-58cf-4d7e-8f57-b2a4a1d3c001');

function verdict(envelope: Envelope, publicKey = south.publicKey): string {
  const opened = openEnvelope(envelope);
  if ('refused' in opened) return opened.refused.code;
  const document = readDocument('tidemark.referral.v1', opened.payload);
  if ('refused' in document) return document.refused.code;
  return signatureRefusal(envelope, opened.text, publicKey)?.refused.code ?? 'taken';
}

describe('an envelope', () => {
  it('is taken as it was signed', () => expect(verdict(good)).toBe('taken'));

  it('is refused with any bit of its payload or signature changed', () => {
    const changed = (base64: string, place: number, bit: number) => {
      const bytes = Buffer.from(base64, 'base64');
      bytes[place % bytes.length]! ^= 1 << bit;
      return bytes.toString('base64');
    };
    fc.assert(
      fc.property(
        fc.constantFrom('payload' as const, 'signature' as const),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        (member, place, bit) => {
          expect(verdict({ ...good, [member]: changed(good[member], place, bit) })).not.toBe('taken');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused by another key, also one that says to be the same', () => {
    const other = new OtherInstallation('southern-board');
    expect(verdict(good, other.publicKey)).toBe('REFERRAL_SIGNATURE_INVALID');
    expect(verdict({ ...other.referral('authority', '0a5b2f7e-58cf-4d7e-8f57-b2a4a1d3c001'), key: good.key })).toBe(
      'REFERRAL_SIGNATURE_INVALID',
    );
    expect(verdict(good, 'AAAA')).toBe('REFERRAL_SIGNATURE_INVALID');
  });

  it('never fails otherwise than by a refusal, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, value) => {
        for (const inside of [text, JSON.stringify(value), JSON.stringify({ ...(value as object), format: 'tidemark.referral.v1' })])
          expect(verdict({ ...good, payload: Buffer.from(inside).toString('base64') })).toMatch(/^REFERRAL_/);
      }),
    );
    const deep = `{"format":"tidemark.referral.v1","a":${'['.repeat(60_000)}${']'.repeat(60_000)}}`;
    expect(verdict({ ...good, payload: Buffer.from(deep).toString('base64') })).toBe('REFERRAL_MALFORMED');
    for (const member of ['__proto__', 'constructor', 'toString'])
      expect(verdict({ ...good, payload: Buffer.from(`{"${member}":1,"format":"tidemark.referral.v1"}`).toString('base64') })).toBe(
        'REFERRAL_MALFORMED',
      );
  });
});
