import type { CaseScope } from '../case-vocabulary.js';
import { moved } from '../opening/decide-opening.js';
import { decideAcknowledgement, decideLift, decideLiftRefusal, decideLiftRequest } from './decide-lift.js';
import { decideDraft, decideIssue, decideOrderRefusal, decideOrderWithdrawal } from './decide-order.js';
import { decideWarning, decideWarningAnswer } from './decide-warning.js';
import { ordersInForce } from './order-state.js';
import { CaseUnderTest, HOUR, NORTH, regulator } from './orders.fixture.js';

const [ANA, BEN, CAY] = ['ana', 'ben', 'cay'].map(regulator) as [
  ReturnType<typeof regulator>,
  ReturnType<typeof regulator>,
  ReturnType<typeof regulator>,
];
const scope: CaseScope = { kind: 'customer', provider: 'north', id: 'c-1' };
const warning = {
  warning: 'w-1',
  item: 'i-1',
  customers: ['c-1'],
  provider: 'north',
  scope,
  reason: 'undeclared run',
  text: 'We consider to order a stop.',
};
const draft = { order: 'o-1', provider: 'north', scope, reason: 'undeclared run', text: 'Stop it.' };
const issue = { order: 'o-1', item: 'i-2', customers: ['c-1'], reason: 'checked' };
const lift = { order: 'o-1', lift: 'l-1', reason: 'declared meanwhile' };

const warned = () => {
  const it = new CaseUnderTest();
  expect(it.take(decideWarning, warning, ANA)).toBeUndefined();
  return it;
};
const drafted = (more: object = {}) => {
  const it = warned();
  it.pass(72);
  expect(it.take(decideDraft, { ...draft, ...more }, ANA)).toBeUndefined();
  return it;
};
const issued = (more: object = {}) => {
  const it = drafted(more);
  expect(it.take(decideIssue, issue, BEN)).toBeUndefined();
  return it;
};
const orderOf = (it: CaseUnderTest) => it.state.orders.orders.get('o-1')!;
const clockOf = (it: CaseUnderTest, id: string) => it.state.clocks.get(id)?.status;

describe('a warning before an order', () => {
  it('has its time to be answered, which ends by itself', () => {
    const it = warned();
    expect(it.state.orders.warnings.get('w-1')).toMatchObject({ status: 'served', answerBy: it.now + 72 * HOUR });
    it.pass(71);
    expect(it.state.orders.warnings.get('w-1')?.status).toBe('served');
    it.pass(1);
    expect(it.state.orders.warnings.get('w-1')?.status).toBe('elapsed');
  });

  it('is answered once, and its clock is met', () => {
    const it = warned();
    expect(it.take(decideWarningAnswer, { warning: 'w-1', text: 'It is an evaluation.' }, NORTH)).toBeUndefined();
    expect(it.state.orders.warnings.get('w-1')).toMatchObject({ status: 'answered', answer: 'It is an evaluation.' });
    expect(clockOf(it, 'ORDER_WARNING:w-1')).toBe('met');
    expect(it.take(decideWarningAnswer, { warning: 'w-1', text: 'And more.' }, NORTH)).toBe('WARNING_OVER');
  });

  it('is withdrawn when the case is closed and no order followed, and left alone when one did', () => {
    const close = (it: CaseUnderTest) =>
      it.take(
        (state, _, context) => ({ events: [moved({ ...state, stage: 'decided' }, { move: 'close', reason: 'done' }, context)] }),
        0,
        ANA,
      );
    const idle = warned();
    close(idle);
    expect(idle.state.orders.warnings.get('w-1')?.status).toBe('withdrawn');
    expect(clockOf(idle, 'ORDER_WARNING:w-1')).toBe('cancelled');
    const followed = issued();
    close(followed);
    expect(followed.state.orders.warnings.get('w-1')?.status).toBe('elapsed');
    const again = issued();
    again.take(decideLiftRequest, lift, ANA);
    again.take(decideLift, lift, BEN);
    again.now += HOUR;
    again.take(decideWarning, { ...warning, warning: 'w-2', item: 'i-3' }, ANA);
    close(again);
    expect([...again.state.orders.warnings.values()].map(({ status }) => status)).toEqual(['elapsed', 'withdrawn']);
  });
});

describe('an order', () => {
  it('is issued when another person approves, and takes effect at once', () => {
    const it = issued();
    expect(orderOf(it)).toMatchObject({ status: 'issued', from: it.now, issuedBy: 'ben', acknowledgeBy: it.now + 24 * HOUR, item: 'i-2' });
    expect(ordersInForce(it.state)).toHaveLength(1);
  });

  it('takes effect at its date, and never before it was issued', () => {
    const later = issued({ from: 1_000_000 * HOUR + 100 * HOUR });
    expect(orderOf(later).from).toBe(1_000_000 * HOUR + 100 * HOUR);
    const late = drafted({ from: 1_000_000 * HOUR + 73 * HOUR });
    late.pass(10);
    expect(late.take(decideIssue, issue, BEN)).toBeUndefined();
    expect(orderOf(late).from).toBe(late.now);
  });

  it('is not drafted for what has been', () => {
    const it = warned();
    expect(it.take(decideDraft, { ...draft, from: it.now - 60_001 }, ANA)).toBe('ORDER_FROM_PAST');
    expect(it.take(decideDraft, { ...draft, from: it.now - 60_000 }, ANA)).toBeUndefined();
  });

  it('waits for its warning, unless danger is imminent and somebody says why', () => {
    const unwarned = new CaseUnderTest();
    expect(unwarned.take(decideDraft, draft, ANA)).toBe('ORDER_UNWARNED');
    expect(unwarned.take(decideDraft, { ...draft, imminence: ' ' }, ANA)).toBe('REASON_MISSING');
    expect(unwarned.take(decideDraft, { ...draft, imminence: 'it runs out tonight' }, ANA)).toBeUndefined();
    expect(unwarned.take(decideIssue, issue, BEN)).toBeUndefined();
    const running = warned();
    running.take(decideDraft, draft, ANA);
    expect(running.take(decideIssue, issue, BEN)).toBe('WARNING_RUNNING');
    running.take(decideWarningAnswer, { warning: 'w-1', text: 'We object.' }, NORTH);
    expect(running.take(decideIssue, issue, BEN)).toBeUndefined();
  });

  it('does not wait for a clock job that is late', () => {
    const it = warned();
    it.take(decideDraft, draft, ANA);
    it.now += 72 * HOUR;
    expect(it.take(decideIssue, issue, BEN)).toBeUndefined();
  });

  it('is warned of by a warning about the same scope at the same provider alone', () => {
    const it = warned();
    const other = { ...draft, scope: { ...scope, id: 'c-2' } };
    expect(it.take(decideDraft, other, ANA)).toBe('ORDER_UNWARNED');
    expect(it.take(decideDraft, { ...draft, provider: 'south' }, ANA)).toBe('ORDER_SCOPE_INVALID');
    expect(it.take(decideDraft, { ...draft, provider: 'south', scope: { kind: 'party', id: 'c-1' } }, ANA)).toBe('ORDER_UNWARNED');
  });

  it('needs a warning of its own: one that an order followed says nothing of the next', () => {
    const it = issued();
    it.take(decideLiftRequest, lift, ANA);
    it.take(decideLift, lift, BEN);
    it.now += HOUR;
    expect(it.take(decideDraft, { ...draft, order: 'o-2' }, ANA)).toBe('ORDER_UNWARNED');
    it.take(decideWarning, { ...warning, warning: 'w-2', item: 'i-3' }, ANA);
    expect(it.take(decideDraft, { ...draft, order: 'o-2' }, ANA)).toBeUndefined();
    expect(it.take(decideIssue, { ...issue, order: 'o-2' }, BEN)).toBe('WARNING_RUNNING');
    it.pass(72);
    expect(it.take(decideIssue, { ...issue, order: 'o-2' }, BEN)).toBeUndefined();
  });

  it('is never approved or refused by the person who drafted it, nor by a machine, nor by the subject’s own analyst', () => {
    const it = drafted();
    for (const decide of [decideIssue, decideOrderRefusal]) {
      expect(it.take(decide, issue, ANA)).toBe('SAME_PERSON');
      expect(it.take(decide, issue, { ...BEN, human: false })).toBe('PERSON_REQUIRED');
    }
    it.people = { ...it.people, analysts: new Set(['ben']) };
    expect(it.take(decideIssue, issue, BEN)).toBe('OWN_ANALYST');
    expect(it.take(decideIssue, issue, CAY)).toBeUndefined();
  });

  it('is void when a role of the two changed meanwhile', () => {
    const it = drafted();
    it.people = { ...it.people, changes: [{ person: 'ana', at: it.now + 1, role: 'regulator-lead' }] };
    it.now += 2;
    expect(it.take(decideIssue, issue, BEN)).toBe('PROPOSAL_VOID');
    expect(it.take(decideOrderWithdrawal, { order: 'o-1', reason: 'void' }, BEN)).toBeUndefined();
  });

  it('stands once for a scope at a provider', () => {
    const it = issued();
    expect(it.take(decideDraft, { ...draft, order: 'o-2' }, ANA)).toBe('ORDER_STANDS_ALREADY');
  });

  it('ends as a draft when it is refused or withdrawn, and cannot be issued any more', () => {
    const refused = drafted();
    expect(refused.take(decideOrderRefusal, { order: 'o-1', reason: 'too wide' }, BEN)).toBeUndefined();
    expect(refused.take(decideIssue, issue, BEN)).toBe('ORDER_NOT_IN_STATE');
    const withdrawn = drafted();
    expect(withdrawn.take(decideOrderWithdrawal, { order: 'o-1', reason: 'mistake' }, ANA)).toBeUndefined();
    expect(withdrawn.take(decideIssue, issue, BEN)).toBe('ORDER_NOT_IN_STATE');
    expect(ordersInForce(withdrawn.state)).toEqual([]);
  });

  it('is acknowledged once, and its clock is met', () => {
    const it = issued();
    expect(it.take(decideAcknowledgement, { order: 'o-1' }, NORTH)).toBeUndefined();
    expect(clockOf(it, 'ORDER_ACKNOWLEDGE:o-1')).toBe('met');
    expect(it.take(decideAcknowledgement, { order: 'o-1' }, NORTH)).toBe('ORDER_NOT_IN_STATE');
  });

  it('that nobody acknowledges in time is a breach, and looked at first', () => {
    const it = issued();
    it.pass(24);
    expect(it.types.filter((type) => type === 'clock-breached' || type === 'order-escalated')).toEqual([
      'clock-breached',
      'order-escalated',
    ]);
    expect(it.state.severity).toBe('HIGH');
    expect(it.take(decideAcknowledgement, { order: 'o-1' }, NORTH)).toBeUndefined();
    expect(orderOf(it).status).toBe('acknowledged');
  });
});

describe('the lifting of an order', () => {
  it('is asked by one person and granted by another', () => {
    const it = issued();
    expect(it.take(decideLiftRequest, lift, ANA)).toBeUndefined();
    expect(it.take(decideLiftRequest, { ...lift, lift: 'l-2' }, BEN)).toBe('LIFT_ASKED_ALREADY');
    expect(it.take(decideLift, lift, ANA)).toBe('SAME_PERSON');
    expect(it.take(decideLift, lift, BEN)).toBeUndefined();
    expect(orderOf(it)).toMatchObject({ status: 'lifted', liftedAt: it.now });
    expect(clockOf(it, 'ORDER_ACKNOWLEDGE:o-1')).toBe('cancelled');
    expect(ordersInForce(it.state)).toEqual([]);
  });

  it('that is refused leaves the order in force, and can be asked again', () => {
    const it = issued();
    it.take(decideLiftRequest, lift, ANA);
    expect(it.take(decideLiftRefusal, lift, BEN)).toBeUndefined();
    expect(it.take(decideLift, lift, BEN)).toBe('LIFT_ANSWERED');
    expect(ordersInForce(it.state)).toHaveLength(1);
    expect(it.take(decideLiftRequest, { ...lift, lift: 'l-2' }, ANA)).toBeUndefined();
  });

  it('that became void is put aside by another person, and asked anew', () => {
    const it = issued();
    it.take(decideLiftRequest, lift, ANA);
    it.people = { ...it.people, changes: [{ person: 'ana', at: it.now + 1, role: 'auditor' }] };
    it.now += 2;
    expect(it.take(decideLift, lift, BEN)).toBe('PROPOSAL_VOID');
    expect(it.take(decideLiftRefusal, lift, ANA)).toBe('SAME_PERSON');
    expect(it.take(decideLiftRefusal, lift, BEN)).toBeUndefined();
    expect(it.take(decideLiftRequest, { ...lift, lift: 'l-2' }, BEN)).toBeUndefined();
    expect(it.take(decideLift, { ...lift, lift: 'l-2' }, CAY)).toBeUndefined();
  });

  it('is of an order in force alone', () => {
    const it = drafted();
    expect(it.take(decideLiftRequest, lift, ANA)).toBe('ORDER_NOT_IN_STATE');
    expect(it.take(decideLiftRequest, { ...lift, order: 'o-9' }, ANA)).toBe('ORDER_UNKNOWN');
  });
});
