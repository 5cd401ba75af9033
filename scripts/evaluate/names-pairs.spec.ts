import type { NamePair } from './names-data.js';
import { crossScriptHits, judgePairs } from './names-pairs.js';
import { halfOf } from './names-split.js';

const pair = (name1: string, name2: string, is_match: boolean, quality = 'MEDIUM', schema = 'Person'): NamePair => ({
  schema,
  name1,
  name2,
  is_match: String(is_match),
  quality,
  category: '',
  case_group: '',
});

describe('figures of labelled pairs', () => {
  const pairs = [
    pair('Gregor Zapolski', 'Gregor Zapolski', true, 'STRONG'),
    pair('Gregor Zapolski', 'Hannah Lindqvist', true),
    pair('Gregor Zapolski', 'Gregor Zapolskij', false),
    pair('Gregor Zapolski', 'Tamim Wardak', false, 'STRONG'),
    pair('Nordwind AG', 'Nordwind Aktiengesellschaft', true, 'STRONG', 'Company'),
  ];

  it('count what was found, wrongly found and missed', () => {
    const { f1, precision, recall, strongRecall, strongPairs } = judgePairs(pairs).figures;
    expect([precision, recall, f1]).toEqual([2 / 3, 2 / 3, 4 / 6]);
    expect([strongRecall, strongPairs]).toEqual([1, 3]);
  });

  it('are whole where there is nothing to get wrong', () =>
    expect(judgePairs([]).figures).toMatchObject({ f1: 1, precision: 1, recall: 1, pairs: 0 }));
  it('count names in other scripts', () =>
    expect(
      crossScriptHits([
        ['Владимир Запольский', 'Vladimir Zapolsky'],
        ['Владимир Запольский', 'Hannah Lindqvist'],
      ]),
    ).toBe(1));
});

describe('the half of a row', () => {
  it('is the same for the same names, whatever their order, case and spaces', () =>
    expect(halfOf('A  Name', 'Other')).toBe(halfOf('other', 'a name')));
  it('is one as often as the other', () => {
    const tuned = Array.from({ length: 1000 }, (_, at) => halfOf(`name ${at}`)).filter((half) => half === 'tuned').length;
    expect(Math.abs(tuned - 500)).toBeLessThan(60);
  });
});
