import { scriptOfName } from './script-of-name.js';

describe('the script of a name', () => {
  it.each([
    ['Fjordlys Regnekraft AS', 'Latn'],
    ['ООО «Фьорд»', 'Cyrl'],
    ['株式会社', 'Hani'],
    ['株式会社トヨタ', 'Jpan'],
    ['삼성전자', 'Kore'],
    ['شركة النور', 'Arab'],
    ['Ελληνική AE', 'Grek'],
    ['12 34', undefined],
  ])('%s: %s', (name, script) => expect(scriptOfName(name)).toBe(script));

  it('is that of most letters when a name mixes them', () =>
    expect([scriptOfName('Фьорд AS'), scriptOfName('Fjord ООО')]).toEqual(['Cyrl', 'Latn']));
});
