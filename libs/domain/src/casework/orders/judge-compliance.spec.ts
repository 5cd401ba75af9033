import { type CaseState, NO_CASE } from '../case-state.js';
import { flagsAfterOrder, judgeCompliance, type UseUnderOrder } from './judge-compliance.js';
import type { SuspensionOrder } from './order-state.js';

const order = {
  provider: 'north',
  scope: { kind: 'customer', provider: 'north', id: 'c' },
  from: 100,
  status: 'issued',
} as unknown as SuspensionOrder;
const use = (more: Partial<UseUnderOrder>): UseUnderOrder => ({ lower: 0n, expected: 0n, upper: 0n, ...more });
const flag = (more: object = {}) =>
  ({ kind: 'USE_AFTER_ORDER', scope: { kind: 'customer', id: 'c' }, momentMs: 150, withdrawn: false, ...more }) as never;
const caseOf = (...flags: never[]): CaseState => ({ ...NO_CASE, flags: new Map(flags.map((one, n) => [`f${n}`, one])) });

describe('whether an order is followed', () => {
  it('is unknown until the places where it ran before were heard from, or when nobody can be asked', () => {
    expect(judgeCompliance(order, [], undefined)).toBe('NOT_YET_KNOWN');
    expect(judgeCompliance(order, [], use({}))).toBe('NOT_YET_KNOWN');
    expect(judgeCompliance(order, [], use({ heardUntil: 99 }))).toBe('NOT_YET_KNOWN');
  });

  it('is so when they were heard from and it used nothing', () =>
    expect(judgeCompliance(order, [], use({ heardUntil: 100 }))).toBe('COMPLIED'));

  it('is not so when anything was used at all, by the ledger or by a flag', () => {
    expect(judgeCompliance(order, [], use({ upper: 1n, heardUntil: 100 }))).toBe('USE_SEEN');
    expect(judgeCompliance(order, [flag()], undefined)).toBe('USE_SEEN');
  });

  it('rests on flags of its own scope and time that stand', () => {
    expect(flagsAfterOrder(caseOf(flag()), order)).toHaveLength(1);
    expect(flagsAfterOrder(caseOf(flag({ withdrawn: true })), order)).toEqual([]);
    expect(flagsAfterOrder(caseOf(flag({ momentMs: 99 })), order)).toEqual([]);
    expect(flagsAfterOrder(caseOf(flag()), { ...order, liftedAt: 120 })).toEqual([]);
    expect(flagsAfterOrder(caseOf(flag({ scope: { kind: 'customer', id: 'other' } })), order)).toEqual([]);
    expect(flagsAfterOrder(caseOf(flag({ kind: 'CROSSING' })), order)).toEqual([]);
    // What another provider calls by the same id is somebody else.
    expect(flagsAfterOrder(caseOf(flag({ scope: { kind: 'customer', provider: 'south', id: 'c' } })), order)).toEqual([]);
  });
});
