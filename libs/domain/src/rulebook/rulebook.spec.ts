import { PUBLISHED_RULEBOOK } from './published-rulebook.js';
import { differencesBetween, differencesOfRules, rulesFor, versionsOf } from './rulebook.js';
import { ownRule } from './rules.fixture.js';
import { thresholdNumber } from './threshold-number.js';

const book = (...rules: ReturnType<typeof ownRule>[]) => ({ rules });

describe('versions of the rulebook', () => {
  it('differ in nothing from themselves', () =>
    expect(differencesBetween(PUBLISHED_RULEBOOK, PUBLISHED_RULEBOOK)).toEqual({ added: [], removed: [], changed: [] }));

  it('show what came and what went', () =>
    expect(differencesBetween(book(ownRule({ id: 'a' }), ownRule({ id: 'b' })), book(ownRule({ id: 'b' }), ownRule({ id: 'c' })))).toEqual({
      added: ['c@1'],
      removed: ['a@1'],
      changed: [],
    }));

  it('show field by field what a new version of a rule says', () => {
    const { noticeDays: _, ...second } = ownRule({ version: 2, number: thresholdNumber('1e25/3'), scopes: ['account'], horizonDays: 60 });
    expect(differencesBetween(book(ownRule()), book(ownRule(), second)).changed).toEqual([
      {
        id: 'our-number',
        fromVersion: 1,
        toVersion: 2,
        fields: [
          { field: 'scopes', before: '["cluster","account","customer","party","group"]', after: '["account"]' },
          { field: 'noticeDays', before: '14', after: undefined },
          { field: 'number', before: '1e25', after: '1e25/3' },
          { field: 'horizonDays', before: undefined, after: '60' },
        ],
      },
    ]);
  });

  it('tell a new version that says the same', () =>
    expect(differencesBetween(book(ownRule()), book(ownRule({ version: 2 }))).changed).toEqual([
      { id: 'our-number', fromVersion: 1, toVersion: 2, fields: [] },
    ]));

  it('tell one version that says two things', () =>
    expect(differencesOfRules(ownRule(), ownRule({ duty: 'Another.' }))).toEqual([
      { field: 'duty', before: ownRule().duty, after: 'Another.' },
    ]));

  it("hold a provider's policy for that provider's scopes alone", () => {
    const rules = [ownRule(), ownRule({ id: 'north-1', provider: 'north' }), ownRule({ id: 'south-1', provider: 'south' })];
    expect(rulesFor(rules, 'north').map(({ id }) => id)).toEqual(['our-number', 'north-1']);
    expect(rulesFor(rules, undefined).map(({ id }) => id)).toEqual(['our-number']);
  });

  it('are asked for one rule, rising', () =>
    expect(versionsOf(book(ownRule({ version: 2 }), ownRule(), ownRule({ id: 'x' })), 'our-number').map(({ version }) => version)).toEqual([
      1, 2,
    ]));
});
