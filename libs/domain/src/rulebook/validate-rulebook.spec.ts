import { PUBLISHED_RULEBOOK } from './published-rulebook.js';
import type { Rule } from './rule.js';
import { ownRule, published } from './rules.fixture.js';
import { thresholdNumber } from './threshold-number.js';
import { validateRulebook } from './validate-rulebook.js';

const found = (...rules: Rule[]) => validateRulebook(rules).map(({ code, rule, field }) => `${code} ${rule} ${field}`);

describe('a set of rules', () => {
  it('is sound as published, with a rule of ours beside it', () =>
    expect(validateRulebook([...PUBLISHED_RULEBOOK.rules, ownRule()])).toEqual([]));

  it('has one rule of an id and version', () => expect(found(ownRule(), ownRule())).toEqual(['RULE_TWICE our-number@1 version']));

  it('has no gap between versions', () => {
    expect(found(ownRule({ version: 3 }), ownRule())).toEqual(['VERSION_GAP our-number@3 version']);
    expect(found(ownRule({ version: 2 }))).toEqual(['VERSION_GAP our-number@2 version']);
  });

  it('does not let a version change what the rule is, or whose', () => {
    const band = { ...published('band-identity'), id: 'our-number', version: 2 };
    expect(found(ownRule(), band)).toEqual(['KIND_CHANGED our-number@2 kind']);
    expect(found(ownRule(), ownRule({ version: 2, provider: 'northwind', scopes: ['account'] }))).toEqual([
      'KIND_CHANGED our-number@2 kind',
    ]);
  });

  it('asks for no less where use is more', () => {
    const low = { ...published('band-enhanced'), id: 'low', number: thresholdNumber('1e20') };
    expect(found(low, published('band-identity'))).toEqual(['BANDS_NOT_RISING band-identity@1 level']);
    expect(found({ ...low, provider: 'northwind', scopes: ['account'] }, published('band-identity'))).toEqual([]);
  });

  it('lets a band that was retired compete with nobody', () => {
    const low = { ...published('band-enhanced'), id: 'low', number: thresholdNumber('1e20') };
    const bands = [low, published('band-identity')];
    expect(validateRulebook(bands, [published('band-identity')])).toEqual([]);
  });

  it('compares bands exactly, thirds included', () => {
    const above = { ...published('band-identity'), id: 'above', number: thresholdNumber('33333333333333333333334') };
    const below = { ...above, number: thresholdNumber('33333333333333333333333') };
    expect(found(published('band-enhanced'), above)).toEqual(['BANDS_NOT_RISING above@1 level']);
    expect(found(published('band-enhanced'), below)).toEqual([]);
  });

  it.each([
    [{ kind: 'TRAINNG' }, 'kind'],
    [{ scopes: ['run'] }, 'scopes[0]'],
    [{ tiers: ['SURE'] }, 'tiers[0]'],
    [{ window: 7 }, 'window'],
    [{ conditions: [{ type: 'MAYBE' }] }, 'conditions[0].type'],
    [{ statuses: [{ status: 'DEAD' }] }, 'statuses[0].status'],
  ])('names words that came by a way that no type watches: %j', (changes, field) =>
    expect(found(ownRule(changes as Partial<Rule>))).toEqual([`WORD_UNKNOWN our-number@1 ${field}`]),
  );

  it('does not compare with a number where its kind has none', () => {
    expect(found({ ...published('gb-no-threshold'), number: thresholdNumber('1e25') })).toEqual([
      'FIELD_NOT_OF_KIND gb-no-threshold@1 number',
    ]);
    expect(found({ ...published('evaluation-quarter'), number: undefined })).toEqual(['NUMBER_MISSING evaluation-quarter@1 number']);
    expect(found({ ...published('evaluation-growth'), number: thresholdNumber('1') })).toEqual([
      'FIELD_NOT_OF_KIND evaluation-growth@1 number',
    ]);
  });
});
