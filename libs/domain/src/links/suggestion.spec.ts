import fc from 'fast-check';
import { linkStatementText } from './link-statement.js';
import { compareSignals, type LinkSignals } from './signal-comparison.js';
import { type Comparison, leadingEvidence, scoreSuggestion } from './suggestion-score.js';
import { SUGGESTION_FEATURES, SUGGESTION_WEIGHTS_V1 as WEIGHTS } from './suggestion-weights.js';

const NOTHING: LinkSignals = { paymentTokens: [], emailDomains: [], keyFingerprints: [], names: [], administration: [] };
const signals = (more: Partial<LinkSignals>): LinkSignals => ({ ...NOTHING, ...more });
const score = (comparison: Comparison) => scoreSuggestion(comparison, WEIGHTS);

describe('what speaks for an account being a customer’s', () => {
  it('is weighed by figures that add up: each feature’s levels exclude each other', () => {
    for (const levels of Object.values(WEIGHTS.features)) {
      expect(levels.reduce((sum, { m }) => sum + m, 0)).toBeCloseTo(1, 10);
      expect(levels.reduce((sum, { u }) => sum + u, 0)).toBeCloseTo(1, 10);
      const bits = levels.map(({ m, u }) => Math.log2(m / u));
      expect([...bits].sort((a, b) => b - a)).toEqual(bits);
    }
  });

  it('is nothing where nothing is known: the prior, and no reason', () => {
    expect(compareSignals(NOTHING, signals({ paymentTokens: ['t'], registeredAtMs: 1 }))).toEqual({});
    expect(score({})).toMatchObject({ bits: 0, reasons: [], strength: 'WEAK' });
    expect(score({}).probability).toBeCloseTo(WEIGHTS.prior, 12);
  });

  it('is found feature by feature, the best agreement of each', () => {
    const account = signals({
      paymentTokens: ['t1', 't2'],
      emailDomains: [{ domain: 'acme.example', publicService: false }],
      keyFingerprints: ['k1'],
      names: [['acme', 'compute']],
      administration: [{ address: 'a1', network: 'n1' }],
      registeredAtMs: 0,
    });
    const customer = signals({
      paymentTokens: ['t2'],
      emailDomains: [{ domain: 'acme.example', publicService: false }],
      keyFingerprints: ['k2'],
      names: [['other'], ['acme', 'compute', 'holdings']],
      administration: [{ address: 'a2', network: 'n1' }],
      registeredAtMs: 3 * 86_400_000,
    });
    expect(compareSignals(account, customer)).toEqual({
      PAYMENT_TOKEN: 'SAME',
      EMAIL_DOMAIN: 'SAME',
      KEY_FINGERPRINT: 'DIFFERENT',
      NAME: 'ALL_WORDS',
      ADMINISTRATION_IP: 'SAME_NETWORK',
      REGISTRATION_TIME: 'SAME_MONTH',
    });
  });

  it('is little when it is a public mail service or one word of many', () => {
    const mail = { emailDomains: [{ domain: 'mail.example', publicService: true }] };
    expect(compareSignals(signals(mail), signals(mail))).toEqual({ EMAIL_DOMAIN: 'SAME_PUBLIC_SERVICE' });
    expect(score({ EMAIL_DOMAIN: 'SAME_PUBLIC_SERVICE' }).bits).toBeLessThan(0);
    expect(compareSignals(signals({ names: [['compute']] }), signals({ names: [['compute', 'works']] }))).toEqual({ NAME: 'SOME_WORDS' });
  });

  it('suggests on two good agreements, not on one weak one, and says why in bits that add up', () => {
    const strong = score({ PAYMENT_TOKEN: 'SAME', EMAIL_DOMAIN: 'SAME' });
    expect(strong).toMatchObject({ strength: 'STRONG', weights: 'links-2026-11' });
    expect(strong.reasons.reduce((sum, { bits }) => sum + bits, 0)).toBe(strong.bits);
    expect(score({ NAME: 'SOME_WORDS' }).probability).toBeLessThan(WEIGHTS.suggestFrom);
    expect(leadingEvidence(strong)).toBe('PAYMENT_TOKEN');
    expect(leadingEvidence(score({ NAME: 'ALL_WORDS', KEY_FINGERPRINT: 'DIFFERENT' }))).toBe('ANALYST');
    expect(() => score({ NAME: 'ODD' })).toThrow('ODD');
  });

  it('never falls when one feature agrees better, and stays between nothing and certainty', () => {
    const levels = SUGGESTION_FEATURES.map((feature) =>
      fc.option(fc.nat({ max: WEIGHTS.features[feature].length - 1 }), { nil: undefined }),
    );
    fc.assert(
      fc.property(fc.tuple(...levels), fc.nat({ max: SUGGESTION_FEATURES.length - 1 }), (found, which) => {
        const of = (places: (number | undefined)[]) =>
          score(
            Object.fromEntries(
              SUGGESTION_FEATURES.flatMap((feature, i) =>
                places[i] === undefined ? [] : [[feature, WEIGHTS.features[feature][places[i]]!.level]],
              ),
            ),
          ).probability;
        const probability = of(found);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
        const place = found[which];
        if (place !== undefined && place > 0) expect(of(found.with(which, place - 1))).toBeGreaterThan(probability);
      }),
    );
  });
});

describe('a signed statement', () => {
  it('is one text, whatever the order in which its members are given', () => {
    const statement = { statedAtMs: 3, toMs: 2, fromMs: 1, customer: 'c', account: 'a', provider: 'p' };
    expect(linkStatementText(statement)).toBe(
      '{"account":"a","customer":"c","fromMs":1,"provider":"p","statedAtMs":3,"toMs":2,"type":"tidemark.link.v1"}',
    );
    expect(linkStatementText({ ...statement, toMs: undefined })).toBe(
      '{"account":"a","customer":"c","fromMs":1,"provider":"p","statedAtMs":3,"type":"tidemark.link.v1"}',
    );
  });
});
