import { randomUUID } from 'node:crypto';
import { monitor } from '@tidemark/contracts';
import { decideMove, decideOpening, PUBLISHED_RULEBOOK, printRule } from '@tidemark/domain';
import { TOPICS } from '@tidemark/messaging';
import { ConsumedPositions, Transactions } from '@tidemark/persistence';
import { until } from '@tidemark/testing';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { caseOfFlag, controls, linked, raiseFlag, resolved, tellCustomers, tellFlag } from '../../test/intake.fixture.js';
import { CaseWrites } from '../case-log/case-writes.js';
import { PersistentFlagsWorker } from './persistent-flags.worker.js';
import { TakeFlagHandler } from './take-flag.handler.js';

const ROSA = 'rosa:regulator-reviewer::rosa';
const LEA = 'lea:regulator-lead::lea';
const DAY_MS = 86_400_000;
const { Scope_Kind, Flag_Kind, Flag_Tier } = monitor;
const account = (id: string) => ({ kind: Scope_Kind.ACCOUNT, provider: 'north', id });
const party = (id: string) => ({ kind: Scope_Kind.PARTY, id });

describe('flags become cases', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const read = async (id: string) => (await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body;
  const caseOf = async (flag: string) => read((await caseOfFlag(casework, flag))!);
  const move = (id: string, step: string) => casework.call(ROSA, 'POST', `/v1/cases/${id}/${step}`, { body: { reason: 'Looked at' } });
  /** As casework keeps them. */
  const kept = async (flag: string) =>
    (await casework.everything<{ outcome: string; reason: string }>('select outcome, reason from intake_flag where flag = $1', [flag]))[0];

  it('opens a case about the widest that the flag is inside of, with the clocks of its regime', async () => {
    await tellCustomers(casework, [
      linked('north', 'one', 'c-one'),
      resolved('c-one', 'north', 'p-one'),
      resolved('c-parent', 'north', 'p-parent'),
      controls('north', 'c-parent', 'c-one'),
    ]);
    const found = await caseOf(await raiseFlag(casework, { scope: account('one') }));
    expect(found).toMatchObject({
      matter: 'TRAINING_COMPUTE',
      subject: { kind: 'group', id: 'p-parent', controlRule: 'control' },
      severity: 'HIGH',
      stage: 'open',
      jurisdiction: 'EU',
      flags: [{ rule: 'eu-ai-act-51', tier: 'PROBABLE' }],
    });
    const kinds = found.clocks.map(({ kind, regime }: { kind: string; regime?: string }) => `${kind} ${regime ?? ''}`.trim());
    expect(kinds).toContain('TRIAGE');
    expect(kinds.filter((kind: string) => kind.startsWith('RULE '))).toHaveLength(1);
  });

  it('joins the case that stands, says why, and starts the clocks of a regime that is new in it', async () => {
    const first = await raiseFlag(casework, { scope: account('two') });
    const id = (await caseOfFlag(casework, first))!;
    const again = await raiseFlag(casework, { scope: account('two'), tier: Flag_Tier.CERTAIN });
    const other = await raiseFlag(casework, { scope: account('two'), rule: 'us-ca-sb53' });
    expect([await caseOfFlag(casework, again), await caseOfFlag(casework, other)]).toEqual([id, id]);
    const found = await read(id);
    expect(found.flags.map(({ reason }: { reason: string }) => reason)[1]).toBe('The flag is about the account that the case is about.');
    const regimes = found.clocks.filter(({ kind }: { kind: string }) => kind === 'RULE').map(({ id }: { id: string }) => id);
    expect(new Set(regimes).size).toBe(regimes.length);
    expect(regimes.filter((clock: string) => clock.startsWith('RULE:eu-ai-act-51@'))).toHaveLength(1);
  });

  it('widens a case when a flag covers it, and relates another about a part', async () => {
    await tellCustomers(casework, [
      linked('north', 'three', 'c-three'),
      linked('north', 'four', 'c-four'),
      resolved('c-three', 'north', 'p-three'),
      resolved('c-four', 'north', 'p-four'),
    ]);
    const three = (await caseOfFlag(casework, await raiseFlag(casework, { scope: account('three') })))!;
    casework.clock.nowMs += 1_000;
    const four = (await caseOfFlag(casework, await raiseFlag(casework, { scope: party('p-four') })))!;
    expect(three).not.toBe(four);
    await tellCustomers(casework, [controls('north', 'c-three', 'c-four')]);
    const wide = await raiseFlag(casework, { scope: { kind: Scope_Kind.GROUP, id: 'p-three', controlRule: 'control' } });
    expect(await caseOfFlag(casework, wide)).toBe(three);
    expect(await read(three)).toMatchObject({ subject: { kind: 'group', id: 'p-three' }, related: [{ case: four }] });
    expect(await read(four)).toMatchObject({ subject: { kind: 'party', id: 'p-four' }, related: [{ case: three }] });
    expect(await caseOfFlag(casework, await raiseFlag(casework, { scope: account('four') }))).toBe(three);
  });

  it('opens another case after one that was closed, and relates the two', async () => {
    const first = (await caseOfFlag(casework, await raiseFlag(casework, { scope: account('five') })))!;
    await casework.everything(`update case_row set stage = 'closed' where id = $1`, [first]);
    const second = (await caseOfFlag(casework, await raiseFlag(casework, { scope: account('five') })))!;
    expect(second).not.toBe(first);
    expect(await read(second)).toMatchObject({ related: [{ case: first }] });
  });

  it('leaves an exercise aside until there is a case, and then it joins', async () => {
    const exercise = await raiseFlag(casework, { scope: account('six'), rule: 'us-eo-14110', legalStatus: 'RESCINDED' });
    expect(await caseOfFlag(casework, exercise)).toBeUndefined();
    expect(await kept(exercise)).toMatchObject({ outcome: 'ASIDE', reason: expect.stringContaining('exercise') });
    const real = await raiseFlag(casework, { scope: account('six') });
    expect(await caseOfFlag(casework, exercise)).toBe(await caseOfFlag(casework, real));
    const found = await caseOf(real);
    expect(found.flags).toHaveLength(2);
    expect(found.clocks.filter(({ id }: { id: string }) => id.includes('us-eo-14110'))).toEqual([]);
  });

  it('opens a case of identity only when nobody did what was asked for thirty days', async () => {
    const flag = { kind: Flag_Kind.UNVERIFIED_ABOVE_BAND, rule: 'band-identity', legalStatus: 'HOUSE' };
    const gone = await raiseFlag(casework, { ...flag, scope: account('seven'), tier: Flag_Tier.TIER_UNSPECIFIED });
    const stays = await raiseFlag(casework, { ...flag, scope: account('eight'), tier: Flag_Tier.TIER_UNSPECIFIED });
    await tellFlag(casework, gone, { case: 'withdrawn', value: { reason: 'It was verified.', causes: ['LEVEL'] } });
    casework.clock.nowMs += 29 * DAY_MS;
    expect(await casework.part(PersistentFlagsWorker).look()).toBe(0);
    casework.clock.nowMs += 2 * DAY_MS;
    expect(await casework.part(PersistentFlagsWorker).look()).toBe(1);
    expect(await casework.part(PersistentFlagsWorker).look()).toBe(0);
    expect(await caseOfFlag(casework, gone)).toBeUndefined();
    expect(await caseOf(stays)).toMatchObject({ matter: 'IDENTITY', severity: 'MEDIUM' });
  });

  it('looks at each flag that stood aside by itself: a case that is held holds up no other', async () => {
    const flag = { kind: Flag_Kind.UNVERIFIED_ABOVE_BAND, rule: 'band-identity', legalStatus: 'HOUSE', tier: Flag_Tier.TIER_UNSPECIFIED };
    const first = await raiseFlag(casework, { ...flag, scope: account('first') });
    const second = await raiseFlag(casework, { ...flag, scope: account('second') });
    const subject = { kind: 'customer', provider: 'north', id: 'c-second' };
    const held = (await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'IDENTITY', subject, reason: 'A tip' } })).body.case;
    // Whose the account is was learned while its flag waited.
    await tellCustomers(casework, [linked('north', 'second', 'c-second')]);
    casework.clock.nowMs += 31 * DAY_MS;
    let looking: Promise<number> | undefined;
    await casework.part(CaseWrites).runAsCasework(casework.clock.nowMs, held, async (open) => {
      looking = casework.part(PersistentFlagsWorker).look();
      await until(async () => (await caseOfFlag(casework, first)) !== undefined);
      open.apply(decideMove(open.state, { move: 'triage', reason: 'Looked at' }, open.context));
    });
    await looking;
    expect(await caseOfFlag(casework, second)).toBe(held);
  });

  it('looks at the others when the case of one cannot be changed', async () => {
    const flag = { kind: Flag_Kind.UNVERIFIED_ABOVE_BAND, rule: 'band-identity', legalStatus: 'HOUSE', tier: Flag_Tier.TIER_UNSPECIFIED };
    const stuck = await raiseFlag(casework, { ...flag, scope: account('stuck') });
    const subject = { kind: 'customer', provider: 'north', id: 'c-stuck' };
    const broken = (await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'IDENTITY', subject, reason: 'A tip' } })).body.case;
    await tellCustomers(casework, [linked('north', 'stuck', 'c-stuck')]);
    casework.clock.nowMs += 1;
    const other = await raiseFlag(casework, { ...flag, scope: account('not-stuck') });
    const [key] = await casework.everything<{ wrapped: Buffer }>('select wrapped from sealing_key where owner = $1', [`case/${broken}`]);
    const wrap = (wrapped: Buffer) =>
      casework.everything('update sealing_key set wrapped = $2 where owner = $1', [`case/${broken}`, wrapped]);
    await wrap(Buffer.from([0]));
    casework.clock.nowMs += 31 * DAY_MS;
    expect(await casework.part(PersistentFlagsWorker).look()).toBe(1);
    expect(await caseOfFlag(casework, other)).toBeDefined();
    expect(await caseOfFlag(casework, stuck)).toBeUndefined();
    await wrap(key!.wrapped);
    expect(await casework.part(PersistentFlagsWorker).look()).toBe(1);
    expect(await caseOfFlag(casework, stuck)).toBe(broken);
  });

  it('takes what is told of a flag before or after a person opens a case that it comes into, never between', async () => {
    const flag = { kind: Flag_Kind.UNVERIFIED_ABOVE_BAND, rule: 'band-identity', legalStatus: 'HOUSE', tier: Flag_Tier.TIER_UNSPECIFIED };
    const gone = await raiseFlag(casework, { ...flag, scope: account('gone') });
    const body = { matter: 'IDENTITY', subject: { kind: 'account', provider: 'north', id: 'gone' }, reason: 'A tip' };
    let opening: ReturnType<typeof casework.call> | undefined;
    await casework.part(Transactions).run(async (tx) => {
      await casework.part(ConsumedPositions).lock(tx, TOPICS.flag, 0);
      const fact = { type: 'WITHDRAWN', sequence: 1n, flag: gone, knownAtMs: casework.clock.nowMs, reason: 'It was verified.' } as const;
      await casework.part(TakeFlagHandler).take(tx, fact, casework.clock.nowMs);
      opening = casework.call(ROSA, 'POST', '/v1/cases', { body });
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    const opened = await opening!;
    expect(opened.status).toBe(201);
    expect((await read(opened.body.case)).flags).toEqual([]);
    expect(await kept(gone)).toMatchObject({ outcome: 'ASIDE' });
  });

  it('follows a flag that moves and one that is withdrawn, and closes nothing by itself', async () => {
    const flag = await raiseFlag(casework, { scope: account('nine') });
    await tellFlag(casework, flag, { case: 'moved', value: { momentMs: 5_000n, previousMomentMs: 6_000n, causes: ['CORRECTION'] } });
    expect((await caseOf(flag)).flags[0]).toMatchObject({ moment: '1970-01-01T00:00:05.000Z' });
    await tellFlag(casework, flag, { case: 'withdrawn', value: { reason: 'A correction.', causes: ['CORRECTION'] } });
    const found = await caseOf(flag);
    expect(found).toMatchObject({ stage: 'open', severity: 'LOW', flags: [{ withdrawn: true }] });
    expect(found.clocks.find(({ kind }: { kind: string }) => kind === 'RULE')).toMatchObject({ status: 'cancelled' });
  });

  it('joins without a clock when nobody told of the rule, and with one when an operator brought it in', async () => {
    const unknown = await raiseFlag(casework, { scope: account('ten'), rule: 'nobody-knows-it' });
    expect((await caseOf(unknown)).flags[0].reason).toContain('No clock runs for it: the rule nobody-knows-it@1 is not known here.');
    const published = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51')!;
    const rule = printRule({ ...published, id: 'our-number', version: 1, regime: 'Ours' });
    const value = Buffer.from(JSON.stringify({ rule, status: 'ACTIVE', atMs: casework.clock.nowMs }));
    await casework.eventLog.append(TOPICS.rule, [
      { key: 'x', value: Buffer.from('{"rule": 7}'), partition: 0 },
      { key: 'our-number@1', value, partition: 0 },
    ]);
    const found = await caseOf(await raiseFlag(casework, { scope: account('brought'), rule: 'our-number' }));
    expect(found.clocks.map(({ id }: { id: string }) => id)).toContain('RULE:our-number@1:0:case');
  });

  it('waits for the facts of identity that a flag rests on', async () => {
    const [{ end } = { end: 0n }] = await casework.eventLog.endOffsets(TOPICS.customer);
    const told = [linked('north', 'slow', 'c-slow'), resolved('c-slow', 'north', 'p-slow')];
    let early: Promise<string> | undefined;
    let telling: Promise<void> | undefined;
    await casework.part(Transactions).run(async (tx) => {
      // Nobody takes a fact of identity meanwhile.
      await casework.part(ConsumedPositions).lock(tx, TOPICS.customer, 0);
      telling = tellCustomers(casework, told);
      await until(async () => (await casework.eventLog.endOffsets(TOPICS.customer))[0]!.end === end + 2n);
      early = raiseFlag(casework, { id: 'early', scope: account('slow'), identitySequence: end + 2n });
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await kept('early')).toBeUndefined();
    });
    await Promise.all([telling, early]);
    expect((await caseOf('early')).subject).toEqual({ kind: 'party', id: 'p-slow' });
  });

  it('takes a fact that comes again once, and puts aside what says nothing', async () => {
    const flag = await raiseFlag(casework, { scope: account('eleven') });
    const { version } = await caseOf(flag);
    await raiseFlag(casework, { id: flag, scope: account('eleven') });
    await casework.eventLog.append('flag.v1', [{ key: 'monitor', value: Buffer.from([255, 255]), partition: 0 }]);
    await tellFlag(casework, 'a-flag-that-never-came', { case: 'withdrawn', value: { reason: 'Gone.' } });
    await raiseFlag(casework, { scope: account('twelve') });
    expect((await caseOf(flag)).version).toBe(version);
  });

  it('joins use after an order to the case of the order, whatever its matter, as grave as it gets', async () => {
    const customer = randomUUID();
    await tellCustomers(casework, [linked('north', 'ordered', customer)]);
    const subject = { kind: 'customer', provider: 'north', id: customer };
    const opened = await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject, reason: 'A tip' } });
    const id: string = opened.body.case;
    await move(id, 'triage');
    const body = { provider: 'north', scope: subject, reason: 'grounds', text: 'Stop it.', imminence: 'It ends tonight' };
    const order = await casework.call(ROSA, 'POST', `/v1/cases/${id}/orders`, { body });
    const use = { kind: Flag_Kind.USE_AFTER_ORDER, rule: 'use-after-order', legalStatus: 'HOUSE', tier: Flag_Tier.TIER_UNSPECIFIED };
    const early = await raiseFlag(casework, { ...use, scope: account('nobody-ordered-it') });
    expect(await caseOf(early)).toMatchObject({ matter: 'ORDER', severity: 'CRITICAL' });
    const approved = await casework.call(LEA, 'POST', `/v1/cases/${id}/orders/${order.body.made}/approval`, {
      body: { reason: 'checked' },
    });
    expect(approved.status).toBe(200);
    const flag = await raiseFlag(casework, { ...use, scope: { kind: Scope_Kind.CUSTOMER, provider: 'north', id: customer } });
    expect(await caseOfFlag(casework, flag)).toBe(id);
    expect(await read(id)).toMatchObject({
      severity: 'CRITICAL',
      flags: [{ reason: 'It is use after the order of this case took effect.' }],
    });
  });

  it('joins no use of an account to the order about another provider’s account of the same id', async () => {
    const subject = { kind: 'account', provider: 'north', id: 'called-alike' } as const;
    const { body } = await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject, reason: 'A tip' } });
    await move(body.case, 'triage');
    const draft = { provider: 'north', scope: subject, reason: 'grounds', text: 'Stop it.', imminence: 'It ends tonight' };
    const order = await casework.call(ROSA, 'POST', `/v1/cases/${body.case}/orders`, { body: draft });
    await casework.call(LEA, 'POST', `/v1/cases/${body.case}/orders/${order.body.made}/approval`, { body: { reason: 'checked' } });
    const use = { kind: Flag_Kind.USE_AFTER_ORDER, rule: 'use-after-order', legalStatus: 'HOUSE', tier: Flag_Tier.TIER_UNSPECIFIED };
    const of = async (provider: string) =>
      caseOfFlag(casework, await raiseFlag(casework, { ...use, scope: { kind: Scope_Kind.ACCOUNT, provider, id: 'called-alike' } }));
    expect(await of('south')).not.toBe(body.case);
    expect(await of('north')).toBe(body.case);
  });

  it('holds the cases that it could join in the order of their ids, as whoever else holds several', async () => {
    const first = '00000000-0000-4000-8000-000000000001';
    const customer = randomUUID();
    await tellCustomers(casework, [linked('north', 'ordered too', customer)]);
    const subject = { kind: 'customer', provider: 'north', id: customer } as const;
    const opened = await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'OTHER', subject, reason: 'A tip' } });
    const ordering: string = opened.body.case;
    await move(ordering, 'triage');
    const body = { provider: 'north', scope: subject, reason: 'grounds', text: 'Stop it.', imminence: 'It ends tonight' };
    const order = await casework.call(ROSA, 'POST', `/v1/cases/${ordering}/orders`, { body });
    await casework.call(LEA, 'POST', `/v1/cases/${ordering}/orders/${order.body.made}/approval`, { body: { reason: 'checked' } });
    const { authority } = await read(ordering);
    await casework.part(CaseWrites).openAsCasework(casework.clock.nowMs, first, async (open) => {
      const about = {
        case: first,
        matter: 'ORDER',
        subject,
        severity: 'LOW',
        jurisdiction: '-',
        source: 'PERSON',
        reason: 'A tip',
      } as const;
      open.apply(decideOpening(about, { ...open.context, authority }));
    });
    const use = { kind: Flag_Kind.USE_AFTER_ORDER, rule: 'use-after-order', legalStatus: 'HOUSE', tier: Flag_Tier.TIER_UNSPECIFIED };
    let flag: Promise<string> | undefined;
    await casework.part(CaseWrites).runAsCasework(casework.clock.nowMs, first, async ({ tx }) => {
      flag = raiseFlag(casework, { ...use, scope: { kind: Scope_Kind.CUSTOMER, provider: 'north', id: customer } });
      await new Promise((resolve) => setTimeout(resolve, 500));
      await tx.query('select from case_row where id = $1 for update nowait', [ordering]);
    });
    expect(await caseOfFlag(casework, (await flag)!)).toBe(ordering);
    expect(await read(ordering)).toMatchObject({ related: [{ case: first }] });
  });

  it('meets the time to triage by the triage', async () => {
    const flag = await raiseFlag(casework, { scope: account('thirteen') });
    const id = (await caseOfFlag(casework, flag))!;
    expect(await move(id, 'triage')).toMatchObject({ status: 200 });
    expect((await read(id)).clocks.find(({ kind }: { kind: string }) => kind === 'TRIAGE')).toMatchObject({ status: 'met' });
  });
});
