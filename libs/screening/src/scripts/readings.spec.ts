import { readings } from './readings.js';

const latin = (text: string) => readings(text).map((reading) => reading.latin.replace(/[·\s]+/g, ' ').trim());

describe('a name is read', () => {
  it.each([
    ['Jörg Müller', 'Jorg Muller'],
    ['Сергей Лавров', 'Sergey Lavrov'],
    ['محمد السيسي', 'muhammad al sysy'],
    ['박지성', 'park jisong'],
    ['贝拉克·奥巴马', 'beilake aobama'],
    ['ბარაკ ობამა', "barak' obama"],
    ['バラク・オバマ', 'baraku-obama'],
  ])('%s as %s', (text, wanted) => expect(latin(text)[0]).toBe(wanted));

  it('in three languages where it is in Han characters', () => expect(latin('金正恩')).toEqual(['jin zhengen', 'kim jongun']));
  it('in Japanese where both names are known', () => expect(latin('山田太郎')).toContain('yamada taro'));
});
