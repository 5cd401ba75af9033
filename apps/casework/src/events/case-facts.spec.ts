import { fromBinary } from '@bufbuild/protobuf';
import { casework } from '@tidemark/contracts';
import { type CaseEvent, type CaseState, foldCase, NO_CASE } from '@tidemark/domain';
import { encodeCaseFact, factIdOf } from './case-fact.js';
import { factsOf } from './case-facts.projector.js';
import type { FactsOf } from './facts-of.js';

const CASE = '0a5b2f7e-58cf-4d7e-8f57-b2a4a1d3c001';
const by = { at: 1_000, by: 'rosa', role: 'regulator-reviewer', authority: 'home' } as const;
const opened: CaseEvent = {
  type: 'case-opened',
  ...by,
  case: CASE,
  authority: 'home',
  matter: 'IDENTITY',
  subject: { kind: 'customer', provider: 'north', id: 'c-1' },
  severity: 'LOW',
  jurisdiction: '-',
  source: 'PERSON',
  record: { reason: 'Heard of Fjordlys' },
};
const moved: CaseEvent = { type: 'case-moved', ...by, move: 'triage', from: 'open', to: 'triaged', evidence: [], record: { reason: 'x' } };
const none: CaseState = { ...NO_CASE, id: CASE };

const factsAfter = (before: CaseState, events: readonly CaseEvent[], table?: readonly FactsOf[]) =>
  factsOf({ before, after: foldCase(events, before), events, nowMs: 1_000, by: 'rosa' }, table);

describe('facts of a change', () => {
  it('follow its lines in their order, each with an id of its place alone', () => {
    const facts = factsAfter(none, [opened, moved]);
    expect(facts.map(({ content }) => content.case)).toEqual(['opened', 'stage']);
    expect(facts.map(({ id }) => id)).toEqual([factIdOf(CASE, 1, 0), factIdOf(CASE, 2, 0)]);
    expect(factsAfter(foldCase([opened], none), [moved])).toEqual([facts[1]]);
  });

  it('have different ids when one line is several', () => {
    const twice: FactsOf = () => [
      { case: 'stage', value: { move: 'a' } },
      { case: 'stage', value: { move: 'b' } },
    ];
    expect(new Set(factsAfter(none, [opened, moved], [twice, twice]).map(({ id }) => id)).size).toBe(8);
  });

  it('hold no word of anybody', () => {
    const bytes = factsAfter(none, [opened, moved]).map(({ content, ...placed }) =>
      Buffer.from(encodeCaseFact({ ...placed, sequence: 1n, knownAtMs: 1_000 }, content)),
    );
    expect(bytes.filter((value) => value.includes('Fjordlys'))).toEqual([]);
    expect(fromBinary(casework.CaseFactSchema, bytes[0]!)).toMatchObject({ case: CASE, recordedBy: 'rosa', knownAtMs: 1_000n });
  });
});
