import { countLine } from './count-line.js';
import { type FlagNewsItem, flagLine } from './flag-line.js';

const GROUP = { kind: 'GROUP', id: 'cdc91a34-cd28-49d5-8e0c-2bfbb4cf0670' };

function item({ flag, ...more }: Partial<Omit<FlagNewsItem, 'flag'>> & { flag?: Partial<FlagNewsItem['flag']> }): FlagNewsItem {
  const said = { id: 'f', kind: 'CROSSING', tier: 'PROBABLE', rule: 'eu-ai-act-51', scope: GROUP, ...flag };
  return { type: 'raised', knownAt: '2026-11-21T16:09:07.123Z', ...more, flag: said };
}
const at = (text: string) => Date.parse(`${text}Z`);

describe('the line of a flag', () => {
  it('says when, which tier, whose, by which rule and what, without the citation', () => {
    const sentence = `By the best estimate, the group under ${GROUP.id} passed 1e25 FLOP (at most 1.1e25) (rule eu-ai-act-51, version 1: in force); known since …`;
    expect(flagLine(item({ flag: { sentence } }))).toBe(
      '16:09:07 PROBABLE  group cdc91a34, eu-ai-act-51: raised. By the best estimate, the group under cdc91a34 passed 1e25 FLOP (at most 1.1e25)',
    );
  });

  it.each<[Partial<FlagNewsItem>, string]>([
    [
      { type: 'moved', detail: { previousMomentMs: at('2026-11-21T16:59'), momentMs: at('2026-11-07T17:03') } },
      'moved from 2026-11-21 16:59 to 2026-11-07 17:03',
    ],
    [{ type: 'withdrawn', detail: { reason: 'A link was reversed.' } }, 'withdrawn. A link was reversed.'],
    [{ type: 'confirmed', detail: { leadTimeMs: 30_400 } }, 'confirmed: it came true, 30 s ahead'],
    [{ type: 'confirmed', detail: { leadTimeMs: 3_009_602 } }, 'confirmed: it came true, 50 minutes ahead'],
    [{ type: 'confirmed', detail: { leadTimeMs: 90 * 3_600_000 } }, 'confirmed: it came true, 90 hours ahead'],
    [{ type: 'confirmed', detail: { leadTimeMs: -1 } }, 'confirmed: it came true, before it was foreseen: the use was told of later'],
    [{ type: 'projection', detail: { projection: { dayMs: at('2026-11-29T00:00') } } }, 'is foreseen for 2026-11-29 now'],
    [{ type: 'superseded', detail: {} }, 'superseded by a new version of the rule'],
  ])('tells a later fact: %j', (fact, words) => {
    expect(flagLine(item(fact))).toBe(`16:09:07 PROBABLE  group cdc91a34, eu-ai-act-51: ${words}`);
  });

  it('names accounts and compute clusters as their provider does, and a flag without tier by its kind', () => {
    const { tier: _, ...flag } = item({}).flag;
    const scope = { kind: 'ACCOUNT', provider: 'aurora-cloud', id: 'a-1' };
    const fact: FlagNewsItem = { ...item({}), flag: { ...flag, kind: 'OVER_CAPACITY', scope, sentence: 'It did.' } };
    expect(flagLine(fact)).toBe('16:09:07 OVER_CAPACITY account aurora-cloud/a-1, eu-ai-act-51: raised. It did.');
  });

  it('of many is their number, and each scope once', () => {
    const scopes = [
      ['ACCOUNT', 'a'],
      ['ACCOUNT', 'a'],
      ['ACCOUNT', 'b'],
      ['PARTY', 'p'],
      ['PARTY', 'q'],
      ['CLUSTER', 'c'],
    ];
    const items = scopes.map(([kind, id]) => item({ flag: { scope: { kind: kind!, id: id! } } }));
    expect(countLine(items)).toBe('16:09:07 6 facts about flags of 1 compute cluster, 2 accounts, 2 parties (GET /v1/flags)');
  });
});
