import { MODALITIES, type Modality } from '../customers/intent.js';
import { SCOPE_KINDS } from '../thresholds/scope.js';
import { TIERS } from '../thresholds/standing.js';
import { PUBLISHED_RULEBOOK, PUBLISHED_RULEBOOKS } from './published-rulebook.js';
import { horizonDaysOf } from './rulebook.js';
import { published } from './rules.fixture.js';
import { validateRulebook } from './validate-rulebook.js';

const rules = PUBLISHED_RULEBOOK.rules;

describe('the published rulebook', () => {
  it('contradicts itself nowhere, in no version', () => {
    for (const book of PUBLISHED_RULEBOOKS) expect(validateRulebook(book.rules)).toEqual([]);
    expect(PUBLISHED_RULEBOOKS.map(({ version }) => version)).toEqual(PUBLISHED_RULEBOOKS.map((_, index) => index + 1));
  });

  it.each([
    ['eu-ai-act-51', '1e25', 'GREATER', '2025-08-02'],
    ['eu-gpai-guidelines', '1e23', 'GREATER', undefined],
    ['eu-gpai-modifier-systemic', '1e25/3', 'GREATER', undefined],
    ['eu-gpai-modifier-gpai', '1e23/3', 'GREATER', undefined],
    ['us-outbound-850-notifiable', '1e23', 'GREATER', '2025-01-02'],
    ['us-outbound-850-prohibited', '1e25', 'GREATER', '2025-01-02'],
    ['us-outbound-850-biological', '1e24', 'GREATER', '2025-01-02'],
    ['us-ca-sb53', '1e26', 'GREATER', '2026-01-01'],
    ['us-ny-raise', '1e26', 'GREATER', '2027-01-01'],
    ['us-il-sb315', '1e26', 'GREATER', undefined],
    ['kr-ai-basic-act', '1e26', 'AT_LEAST', '2026-01-22'],
    ['us-eo-14110', '1e26', 'GREATER', undefined],
    ['us-eo-14110-biological', '1e23', 'GREATER', undefined],
    ['us-bis-702-7', '1e26', 'GREATER', undefined],
    ['us-ai-diffusion', '1e26', 'AT_LEAST', undefined],
    ['us-ca-sb1047', '1e26', 'GREATER', undefined],
    ['us-ca-sb1047-fine-tune', '3e25', 'AT_LEAST', undefined],
  ])('%s: %s, %s, from %s', (id, number, comparison, effectiveFrom) => {
    const rule = published(id);
    expect([rule.number?.printed, rule.comparison, rule.effectiveFrom]).toEqual([number, comparison, effectiveFrom]);
    expect([rule.kind, rule.scopes, rule.tiers, rule.window]).toEqual(['TRAINING', SCOPE_KINDS, TIERS, 'ALL_TIME']);
  });

  it('has no training rule beside these', () => expect(rules.filter(({ kind }) => kind === 'TRAINING')).toHaveLength(17));

  it.each([
    ['us-eo-14110-cluster', 'AT_LEAST', 100],
    ['us-bis-702-7-cluster', 'GREATER', 300],
    ['us-ca-sb1047-cluster', 'AT_LEAST', 100],
  ])('%s: 1e20 op/s, %s, above %d Gbit/s', (id, comparison, gbps) => {
    const rule = published(id);
    expect([rule.kind, rule.number?.printed, rule.comparison, rule.interconnectAboveGbps]).toEqual(['CAPACITY', '1e20', comparison, gbps]);
  });

  it('asks for more where use is more', () =>
    expect(rules.filter(({ kind }) => kind === 'BAND').map(({ id, number, level }) => [id, number?.printed, level])).toEqual([
      ['band-billing', '1e21', 'NONE'],
      ['band-identity', '1e22', 'IDENTIFIED'],
      ['band-enhanced', '1e23/3', 'ENHANCED'],
    ]));

  it('shows regimes without a number too', () =>
    expect(rules.filter(({ kind }) => kind === 'NO_NUMBER').map(({ id }) => id)).toEqual([
      'us-iaas-cip',
      'us-eo-14409',
      'gb-no-threshold',
      'jp-no-threshold',
      'sg-no-threshold',
      'cn-no-threshold',
    ]));

  it('asks for what usage cannot show in words that the customer registry takes', () => {
    const subject = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;
    const conditions = rules.flatMap((rule) => rule.conditions);
    expect(conditions.length).toBeGreaterThan(8);
    for (const condition of conditions) {
      if (condition.type === 'ATTESTED') expect(condition.subject).toMatch(subject);
      else expect(condition.anyOf.some((modality) => MODALITIES.includes(modality as Modality))).toBe(true);
    }
    expect(published('eu-gpai-guidelines').conditions).toMatchObject([{ anyOf: expect.arrayContaining(['LANGUAGE', 'TEXT']) }]);
  });

  it('carries the mark of what is from memory', () => {
    expect(rules.filter(({ verified }) => !verified).map(({ id }) => id)).toEqual(['us-eo-14110-biological', 'us-eo-14110-cluster']);
    expect(rules.filter(({ clocks }) => clocks.some(({ verified }) => !verified)).map(({ id }) => id)).toEqual([
      'us-outbound-850-notifiable',
      'us-iaas-cip',
    ]);
  });

  it('judges rescinded, vetoed and proposed rules over all time, as exercises', () => {
    for (const id of ['us-eo-14110', 'us-ca-sb1047', 'us-bis-702-7', 'us-ai-diffusion'])
      expect([published(id).effectiveFrom, published(id).effectiveTo]).toEqual([undefined, undefined]);
  });

  it('looks ahead by the longer of 30 days and half as long again as the notice', () => {
    expect(horizonDaysOf(published('eu-ai-act-51'))).toBe(30);
    expect(horizonDaysOf({ noticeDays: 21 })).toBe(32);
    expect(horizonDaysOf({})).toBe(30);
    expect(horizonDaysOf(published('us-bis-702-7'))).toBe(184);
  });
});
