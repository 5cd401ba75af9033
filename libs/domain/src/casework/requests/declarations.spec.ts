import type { CaseState } from '../case-state.js';
import { type Actor, CASEWORK } from '../case-vocabulary.js';
import {
  acknowledgeDeclaration,
  askDeclaration,
  type DeclarationAsked,
  recordDeclaration,
  submitDeclaration,
  VERSIONS_MAX,
  withdrawDeclarationRequest,
} from './decide-declaration.js';
import { askShare, endShare, orderShare, readSharedDeclaration, refuseShare } from './decide-share.js';
import { type GivenDeclaration, type GivenFlop, readDeclaration } from './declaration-content.js';
import { AskedCase, AUDITOR, DAY, DECLARED, LEA, NORTH, NORTH_ALONE, ROSA, START } from './requests.fixture.js';

const read = readDeclaration(DECLARED);
const content = 'content' in read ? read.content : undefined!;
const ASKED: DeclarationAsked = {
  declaration: 'd-1',
  item: 'i-1',
  provider: 'north',
  concerned: NORTH_ALONE,
  reason: 'to know',
  message: 'Please.',
};

const ask = (it: AskedCase, more: Partial<DeclarationAsked> = {}) =>
  it.take(ROSA, (state, context) => askDeclaration(state, { ...ASKED, ...more }, context));
const submit = (it: AskedCase, sha256 = 'a', files: string[] = []) =>
  it.take(NORTH, (state, context) => submitDeclaration(state, 'd-1', { content, sha256, files }, context));
const record = (it: AskedCase, declaration: string, isFurther: boolean) =>
  it.take(ROSA, (state, context) =>
    recordDeclaration(state, { declaration, isFurther, content, sha256: 'r', reason: 'by post', concerned: NORTH_ALONE }, context),
  );
const declaration = ({ requests }: CaseState, id = 'd-1') => requests.declarations.get(id)!;

describe('what is declared', () => {
  it('is read exactly, amounts to the last digit', () => {
    expect(content.compute[0]!.flop).toEqual({ figure: '1000000000000000000000000' });
    expect('problems' in read).toBe(false);
  });

  const withFlop = (flop: GivenFlop): GivenDeclaration => ({ ...DECLARED, compute: [{ ...DECLARED.compute[0]!, flop }] });
  it.each<[string, GivenDeclaration]>([
    ['language', { ...DECLARED, language: 'English, mostly' }],
    ['signer.role', { ...DECLARED, signer: { role: ' ' } }],
    ['incidentMonitoring', { ...DECLARED, incidentMonitoring: '' }],
    ['societalImpact', { ...DECLARED, societalImpact: ' ' }],
    ['models.1.name', { ...DECLARED, models: [...DECLARED.models, { ...DECLARED.models[0]!, name: 'Aurora ' }] }],
    ['compute.0.to', { ...DECLARED, compute: [{ ...DECLARED.compute[0]!, to: DECLARED.compute[0]!.from }] }],
    ['compute.0.site', { ...DECLARED, compute: [{ ...DECLARED.compute[0]!, site: '' }] }],
    ['compute.0.flop', withFlop({})],
    ['compute.0.flop', withFlop({ figure: 'a lot' })],
    ['compute.0.flop', withFlop({ figure: '1.5' })],
    ['compute.0.flop', withFlop({ figure: '1e25', upper: '2e25' })],
    ['compute.0.flop', withFlop({ lower: '1e25', upper: '2e25' })],
    ['compute.0.flop', withFlop({ lower: '2e25', expected: '1e25', upper: '3e25' })],
  ])('names what is wrong: %s', (path, given) => {
    const result = readDeclaration(given);
    expect('problems' in result && result.problems.map((problem) => problem.path)).toEqual([path]);
  });

  it('names all that is wrong at once', () => {
    const result = readDeclaration({ ...withFlop({ figure: '-1' }), language: '?', societalImpact: '' });
    expect('problems' in result && result.problems).toHaveLength(3);
  });
});

describe('a transparency declaration', () => {
  it('is asked for with thirty days, submitted by version, and none writes over one before', () => {
    const it = new AskedCase();
    expect(ask(it)).toBeUndefined();
    expect(it.state.clocks.get('DECLARATION:d-1')).toMatchObject({ kind: 'DECLARATION', term: { unit: 'DAYS', count: 30 } });
    expect([submit(it, 'a'), submit(it, 'b')]).toEqual([undefined, undefined]);
    expect(declaration(it.state).versions.map(({ version, sha256 }) => [version, sha256])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(it.state.clocks.get('DECLARATION:d-1')!.status).toBe('met');
  });

  it('is submitted so many times, and no more', () => {
    const it = new AskedCase();
    ask(it);
    const submitted = Array.from({ length: VERSIONS_MAX + 1 }, (_, n) => submit(it, `${n}`));
    expect([submitted.at(-2), submitted.at(-1)]).toEqual([undefined, 'VERSIONS_TOO_MANY']);
  });

  it('is acknowledged once, and leaves the status to what was submitted', () => {
    const it = new AskedCase();
    ask(it);
    const acknowledge = () => it.take(NORTH, (state, context) => acknowledgeDeclaration(state, 'd-1', context));
    expect([acknowledge(), acknowledge()]).toEqual([undefined, 'REQUEST_NOT_IN_STATE']);
    expect(declaration(it.state)).toMatchObject({ status: 'asked', acknowledgedAt: START, revision: 1 });
  });

  it('is not asked of a provider that is not concerned, and takes no file of another item', () => {
    const it = new AskedCase();
    expect(ask(it, { provider: 'south' })).toBe('PROVIDER_NOT_CONCERNED');
    const both = {
      providers: ['north', 'south'],
      customers: new Map([
        ['c-n', 'north'],
        ['c-s', 'south'],
      ]),
    };
    for (const customer of ['c-s', 'c-none']) expect(ask(it, { concerned: both, customer })).toBe('CUSTOMER_NOT_CONCERNED');
    expect(ask(it, { declaration: 'd-n', item: 'i-n', concerned: both, customer: 'c-n' })).toBeUndefined();
    ask(it);
    expect(submit(it, 'a', ['of another'])).toBe('FILE_UNKNOWN');
  });

  it('is withdrawn before it came, not after', () => {
    const it = new AskedCase();
    ask(it, { await: true });
    const withdraw = () => it.take(ROSA, (state, context) => withdrawDeclarationRequest(state, 'd-1', 'no need', context));
    expect(withdraw()).toBeUndefined();
    expect([it.state.stage, submit(it)]).toEqual(['investigating', 'REQUEST_NOT_IN_STATE']);
    const other = new AskedCase();
    ask(other);
    submit(other);
    expect(other.take(ROSA, (state, context) => withdrawDeclarationRequest(state, 'd-1', 'no', context))).toBe('REQUEST_NOT_IN_STATE');
  });

  it('is recorded by a regulator, and never into what a provider was asked for', () => {
    const it = new AskedCase();
    ask(it);
    expect([record(it, 'd-2', false), record(it, 'd-2', true)]).toEqual([undefined, undefined]);
    expect(declaration(it.state, 'd-2')).toMatchObject({
      status: 'recorded',
      versions: [{ version: 1 }, { version: 2, source: 'REGULATOR' }],
    });
    expect([record(it, 'd-1', true), record(it, 'd-9', true)]).toEqual(['REQUEST_NOT_IN_STATE', 'DECLARATION_UNKNOWN']);
    expect(
      it.take(CASEWORK, (state, context) =>
        recordDeclaration(
          state,
          { declaration: 'd-3', isFurther: false, content, sha256: '', reason: 'x', concerned: NORTH_ALONE },
          context,
        ),
      ),
    ).toBe('PERSON_REQUIRED');
  });

  it('is late after its time, is taken, and the lead was told', () => {
    const it = new AskedCase();
    ask(it);
    it.pass(40 * DAY);
    expect(it.types).toContain('request-escalated');
    expect(submit(it)).toBeUndefined();
    expect(declaration(it.state).versions).toMatchObject([{ late: true }]);
    submit(it, 'b');
    expect(declaration(it.state).versions.map(({ late }) => late)).toEqual([true, false]);
  });

  it('is still there without its words when the person was erased, and takes no more', () => {
    const it = new AskedCase();
    ask(it);
    submit(it);
    expect(declaration(it.erased).versions).toEqual([expect.objectContaining({ version: 1 })]);
    expect(declaration(it.erased).versions[0]!.content).toBeUndefined();
    it.state = it.erased;
    expect(submit(it)).toBe('DECLARATION_ERASED');
  });

  it('lies in the log without a word or a figure in the open', () => {
    const it = new AskedCase();
    ask(it);
    submit(it);
    const open = JSON.stringify(it.events.map(({ ...event }) => ({ ...event, record: undefined, personal: undefined })));
    for (const word of ['Aurora', '000000000000', 'Luleå', 'Please', 'to know']) expect(open).not.toContain(word);
  });
});

describe('sharing a declaration with an auditor', () => {
  const submitted = () => {
    const it = new AskedCase();
    ask(it);
    submit(it);
    return it;
  };
  const SHARE = {
    share: 's-1',
    declaration: 'd-1',
    auditor: 'third',
    purpose: 'check the figures',
    until: START + 7 * DAY,
    reason: 'article 9',
  };
  const askFor = (it: AskedCase, more: object = {}, actor: Actor = ROSA) =>
    it.take(actor, (state, context) => askShare(state, { ...SHARE, ...more }, context));
  const order = (it: AskedCase, actor: Actor = LEA) =>
    it.take(actor, (state, context) => orderShare(state, 'd-1', 's-1', 'ordered', context));
  const refuse = (it: AskedCase, actor: Actor = LEA) => it.take(actor, (state, context) => refuseShare(state, 'd-1', 's-1', 'no', context));
  const end = (it: AskedCase) => it.take(ROSA, (state, context) => endShare(state, 'd-1', 's-1', 'done', context));
  const readBy = (it: AskedCase, actor: Actor = AUDITOR) =>
    it.take(actor, (state, context) => readSharedDeclaration(state, 's-1', context));

  it('takes two persons, and then the auditor alone reads, each time logged', () => {
    const it = submitted();
    expect([askFor(it), readBy(it), order(it, ROSA), order(it)]).toEqual([undefined, 'SHARE_UNKNOWN', 'SAME_PERSON', undefined]);
    expect([readBy(it), readBy(it)]).toEqual([undefined, undefined]);
    for (const other of [
      LEA,
      ROSA,
      NORTH,
      { ...AUDITOR, person: 'another' },
      { ...AUDITOR, role: 'regulator-lead' },
      { ...AUDITOR, human: false },
    ])
      expect(readBy(it, other)).toBe('SHARE_UNKNOWN');
    expect(it.events.filter(({ type }) => type === 'shared-declaration-read')).toMatchObject([
      { by: 'third', versions: 1 },
      { by: 'third' },
    ]);
  });

  it.each([
    ['PROPOSAL_VOID', { changes: [{ person: 'rosa', at: START + 1, role: 'auditor' }] }],
    ['PROPOSAL_VOID', { delegations: [{ id: 'x', person: 'rosa', deputy: 'lea', from: START - 1, until: START + DAY }] }],
    ['OWN_ANALYST', { analysts: new Set(['lea']) }],
    ['PROPOSAL_VOID', { analysts: new Set(['rosa']) }],
  ])('is not ordered when four eyes are not two persons: %s', (code, people) => {
    const it = submitted();
    askFor(it);
    it.now += 2;
    it.people = { ...it.people, ...people };
    expect([order(it), refuse(it)]).toEqual([code, code]);
  });

  it('is neither asked nor ordered by its auditor, nor before there is a declaration, nor for too long', () => {
    const it = submitted();
    expect(askFor(it, { auditor: 'rosa' })).toBe('AUDITOR_IS_PARTY');
    expect([askFor(it, { until: START }), askFor(it, { until: START + 31 * DAY })]).toEqual(['SHARE_TIME_INVALID', 'SHARE_TIME_INVALID']);
    askFor(it, { auditor: 'lea' });
    expect(order(it)).toBe('AUDITOR_IS_PARTY');
    const empty = new AskedCase();
    ask(empty);
    expect(askFor(empty)).toBe('DECLARATION_MISSING');
  });

  it('ends with its time, to the millisecond, whether or not a clock was looked at', () => {
    const it = submitted();
    askFor(it);
    order(it);
    it.now = SHARE.until - 1;
    expect(readBy(it)).toBeUndefined();
    it.now = SHARE.until;
    expect(readBy(it)).toBe('SHARE_ENDED');
    it.pass(0);
    expect(it.events.at(-1)).toMatchObject({ type: 'declaration-share-ended', cause: 'TIME' });
    expect(end(it)).toBe('SHARE_NOT_IN_STATE');
  });

  it('ends by hand with its clock, and with the case', () => {
    const byHand = submitted();
    askFor(byHand);
    order(byHand);
    expect([end(byHand), readBy(byHand)]).toEqual([undefined, 'SHARE_ENDED']);
    expect(byHand.state.clocks.get('ACCESS_END:s-1')!.status).toBe('cancelled');
    const closed = submitted();
    askFor(closed);
    order(closed);
    closed.state = { ...closed.state, stage: 'decided' };
    closed.move('close');
    expect(readBy(closed)).toBe('SHARE_ENDED');
    expect([askFor(closed, { share: 's-2' }), record(closed, 'd-8', false)]).toEqual(['CASE_NOT_WORKED', 'CASE_NOT_WORKED']);
    expect(closed.events).toContainEqual(expect.objectContaining({ type: 'declaration-share-ended', cause: 'CASE_CLOSED' }));
  });

  it('is refused by another person, and then not ordered', () => {
    const it = submitted();
    askFor(it);
    expect([refuse(it, ROSA), refuse(it), order(it), readBy(it)]).toEqual([
      'SAME_PERSON',
      undefined,
      'SHARE_NOT_IN_STATE',
      'SHARE_UNKNOWN',
    ]);
  });
});
