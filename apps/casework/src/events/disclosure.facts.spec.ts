import { type CaseEvent, type CaseState, disclosedByDeclarations, disclosedByNotices, NO_CASE } from '@tidemark/domain';
import { factsOfDisclosure } from './disclosure.facts.js';

const grant = (from: number, ...customers: string[]) => ({ from, customers });
const served = { provider: 'north', servedAt: 2_000 };
const stateWith = (grants: object[], notices: object[]): CaseState =>
  ({
    ...NO_CASE,
    access: { ...NO_CASE.access, grants: new Map(grants.map((one, n) => [`g${n}`, one])) },
    decisions: { ...NO_CASE.decisions, notices: new Map(notices.map((one, n) => [`n${n}`, one])) },
  }) as unknown as CaseState;

describe('what a provider is told of readings', () => {
  it('is of identities that were opened before a notice went through it', () => {
    const state = stateWith([grant(1_000, 'c-1', 'c-2'), grant(3_000, 'c-3')], [served]);
    expect(disclosedByNotices(state)).toEqual([{ provider: 'north', customers: ['c-1', 'c-2'] }]);
  });

  it('is nothing by a notice that was mailed, and nothing by a request for information', () => {
    expect(disclosedByNotices(stateWith([grant(1_000, 'c-1')], [{ servedAt: 2_000 }]))).toEqual([]);
    expect(disclosedByDeclarations(NO_CASE)).toEqual([]);
  });

  it('is of the record that a declaration was asked of', () => {
    const declarations = new Map([
      ['d-1', { provider: 'north', customer: 'c-1', item: 'i-1' }],
      ['d-2', { customer: 'c-2' }],
    ]);
    const state = { ...NO_CASE, requests: { ...NO_CASE.requests, declarations } } as unknown as CaseState;
    expect(disclosedByDeclarations(state)).toEqual([{ provider: 'north', customers: ['c-1'] }]);
  });

  it('is said once', () => {
    const before = stateWith([grant(1_000, 'c-1')], []);
    const after = stateWith([grant(1_000, 'c-1')], [served]);
    const line = (one: CaseState, other: CaseState) => ({ event: {} as CaseEvent, before: one, after: other, end: other });
    expect(factsOfDisclosure(line(before, after))).toEqual([{ case: 'disclosed', value: { provider: 'north', customers: ['c-1'] } }]);
    expect(factsOfDisclosure(line(after, after))).toEqual([]);
  });
});
