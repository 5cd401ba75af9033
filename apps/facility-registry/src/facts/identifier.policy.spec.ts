import { checkId, checkProviderId, checkSource, checkText } from './identifier.policy.js';

describe('an id', () => {
  it.each(['a', 'rack 7', 'Ünïted', '東京-1', 'x'.repeat(128), '😀'.repeat(128)])('%s is taken', (id) =>
    expect(checkId(id, 'id')).toEqual({ value: id }),
  );
  it.each([
    ['', 'it is empty'],
    ['x'.repeat(129), 'more than 128 characters'],
    [' a', 'white space'],
    ['a ', 'white space'],
    ['a\u0000b', 'control'],
    ['a\u200db', 'control'],
    ['e\u0301', 'normalisation'],
    ['\ud800', 'well-formed'],
    ['a/b', '"/"'],
  ])('%j is refused because it %s', (id, why) =>
    expect(checkId(id, 'id')).toMatchObject({ refused: { code: 'ID_MALFORMED', field: 'id', detail: expect.stringContaining(why) } }),
  );
  it('of a meter may be a URI', () => expect(checkSource('https://meters.example/rack/7')).toHaveProperty('value'));
  it('of a meter may not be empty', () => expect(checkSource('')).toMatchObject({ refused: { code: 'ID_MALFORMED', field: 'source' } }));
});

describe('the id of a provider', () => {
  it.each(['a', 'northern-lights', '7cloud', 'x'.repeat(63)])('%s is taken', (id) => expect(checkProviderId(id)).toEqual({ value: id }));
  it.each(['', '-a', 'A', 'a_b', 'a.b', 'a/b', 'ä', 'x'.repeat(64), 'a\n'])('%j is refused', (id) =>
    expect(checkProviderId(id)).toMatchObject({ refused: { code: 'PROVIDER_ID_MALFORMED' } }),
  );
});

describe('text', () => {
  it('may have several lines', () => expect(checkText('a\nb', 'name', 10)).toEqual({ value: 'a\nb' }));
  it('is limited in characters', () =>
    expect(checkText('x'.repeat(11), 'name', 10)).toMatchObject({ refused: { code: 'TEXT_MALFORMED' } }));
});
