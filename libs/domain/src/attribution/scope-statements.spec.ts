import { customer, group, holds, linked, party, resolved, stands, tell, time, told } from './told.fixture.js';

const NOW = time('12:30');
const account = (id: string) => ({ kind: 'account', provider: 'p', id }) as const;
const declares = (of: string, modalities: string[], version = 1) =>
  ({ type: 'intentDeclared', customer: of, provider: 'p', version, trains: 'YES', modalities }) as const;
const attests = (of: string, subject: string, from: string, to: string, exemption = 'e') =>
  ({ type: 'attested', exemption, customer: of, provider: 'p', subject, fromMs: time(from), untilMs: time(to) }) as const;
const LANGUAGE = { type: 'DECLARED_MODALITY', anyOf: ['TEXT', 'IMAGE'], words: 'generates language or images' } as const;
const BIOLOGICAL = { type: 'ATTESTED', subject: 'BIOLOGICAL_DATA', words: 'trained on biological data' } as const;

describe('the standing of a customer', () => {
  it('is the latest that has begun, and NONE before and after its level', () => {
    const attribution = told(stands('c', '10:00', { levelValidUntilMs: time('13:00') }), stands('c', '14:00', { level: 'ENHANCED' }));
    const levels = ['09:59', '10:00', '12:59', '13:00', '14:00'].map((at) => attribution.standingOf('c', time(at)).level);
    expect(levels).toEqual(['NONE', 'BASIC', 'BASIC', 'NONE', 'ENHANCED']);
    expect(attribution.standingOf('c', NOW)).toEqual({
      ...{ level: 'BASIC', status: 'ACTIVE', related: false, erased: false, provider: 'p' },
      levelValidUntilMs: time('13:00'),
    });
    expect(attribution.standingOf('never named', NOW)).toMatchObject({ level: 'NONE', status: 'ACTIVE', provider: '' });
  });

  it('replaces what was said of its own start and later', () =>
    expect(told(stands('c', '14:00', { level: 'ENHANCED' }), stands('c', '10:00')).standingOf('c', time('15:00')).level).toBe('BASIC'));

  it('is suspended until it is active again, closed or not', () => {
    const suspended = stands('c', '10:00', { status: 'SUSPENDED' });
    const closed = stands('c', '11:00', { status: 'CLOSED' });
    const open = [{ fromMs: time('10:00'), toMs: Number.POSITIVE_INFINITY }];
    expect(told(suspended).suspensionsOf('c')).toEqual(open);
    expect(told(suspended, stands('c', '10:30', { status: 'SUSPENDED', level: 'NONE' }), closed).suspensionsOf('c')).toEqual(open);
    const again = told(suspended, stands('c', '12:00'), stands('c', '13:00', { status: 'SUSPENDED' }));
    expect(again.suspensionsOf('c')).toEqual([
      { fromMs: time('10:00'), toMs: time('12:00') },
      { fromMs: time('13:00'), toMs: Number.POSITIVE_INFINITY },
    ]);
    expect(told().suspensionsOf('never named')).toEqual([]);
  });
});

describe('the level of a party', () => {
  const both = [resolved('c', 'P'), resolved('d', 'P'), stands('c', '00:00', { level: 'ENHANCED' }), stands('d', '00:00')];

  it('is the lowest of its records that rent', () => {
    expect(told(...both).levelOfParty('P', NOW)).toBe('BASIC');
    expect(told(...both, stands('d', '01:00', { related: true })).levelOfParty('P', NOW)).toBe('ENHANCED');
    expect(told(...both, stands('d', '01:00', { status: 'CLOSED' })).levelOfParty('P', NOW)).toBe('ENHANCED');
    expect(told(...both, { type: 'erased', customer: 'd', provider: 'p' }).levelOfParty('P', NOW)).toBe('ENHANCED');
    expect(told(...both, resolved('new', 'P')).levelOfParty('P', NOW)).toBe('NONE');
  });

  it('is nobody’s where none rents', () => {
    expect(told(stands('c', '00:00', { related: true })).levelOfParty('c', NOW)).toBeUndefined();
    expect(told().levelOfParty('never named', NOW)).toBeUndefined();
  });
});

describe('a condition', () => {
  it('is what the customer’s latest declaration says, and unknown without one', () => {
    const attribution = told(declares('c', ['AUDIO']), declares('c', ['AUDIO', 'TEXT'], 2), declares('d', ['AUDIO']), declares('e', []));
    expect(['c', 'd', 'e', 'f'].map((id) => attribution.conditionOf(customer(id), LANGUAGE, NOW))).toEqual([
      'YES',
      'NO',
      'UNKNOWN',
      'UNKNOWN',
    ]);
    expect(tell(attribution, declares('c', ['AUDIO'], 3)).conditionOf(customer('c'), LANGUAGE, NOW)).toBe('NO');
  });

  it('is attested for its time, and else unknown', () => {
    const attribution = told(attests('c', 'BIOLOGICAL_DATA', '10:00', '14:00'));
    const answers = () => ['09:59', '10:00', '13:59', '14:00'].map((at) => attribution.conditionOf(customer('c'), BIOLOGICAL, time(at)));
    expect(answers()).toEqual(['UNKNOWN', 'YES', 'YES', 'UNKNOWN']);
    tell(attribution, { type: 'attestationEnded', exemption: 'e', customer: 'c', atMs: time('11:00') });
    expect(answers()).toEqual(['UNKNOWN', 'YES', 'UNKNOWN', 'UNKNOWN']);
    expect(told(attests('c', 'OTHER', '10:00', '14:00')).conditionOf(customer('c'), BIOLOGICAL, NOW)).toBe('UNKNOWN');
  });

  it('of a party is its records’: one that says so is enough, one that says otherwise is an answer', () => {
    const one = told(resolved('c', 'P'), resolved('d', 'P'), declares('c', ['AUDIO']));
    expect(one.conditionOf(party('P'), LANGUAGE, NOW)).toBe('NO');
    expect(tell(one, declares('d', ['TEXT'])).conditionOf(party('P'), LANGUAGE, NOW)).toBe('YES');
  });

  it('of an account is the customer’s that it is linked to at the start of this hour', () => {
    const attribution = told(linked('l', 'x', 'c', '12:00', '12:20'), declares('c', ['TEXT']));
    expect(attribution.conditionOf(account('x'), LANGUAGE, NOW)).toBe('YES');
    expect(attribution.conditionOf(account('x'), LANGUAGE, time('13:00'))).toBe('UNKNOWN');
    expect(attribution.conditionOf({ kind: 'cluster', provider: 'p', id: 'x' }, LANGUAGE, NOW)).toBe('UNKNOWN');
  });

  it('of a group is that of the controller and of whoever is under it in this hour', () => {
    const attribution = told(holds('e', 'a 60% c', '09:00', '12:00'), declares('c', ['TEXT']));
    expect([time('11:00'), NOW].map((at) => attribution.conditionOf(group('a'), LANGUAGE, at))).toEqual(['YES', 'UNKNOWN']);
    expect(tell(attribution, declares('a', ['TEXT'])).conditionOf(group('a'), LANGUAGE, NOW)).toBe('YES');
  });
});

describe('a plan', () => {
  const plan = { computeFlop: 10n ** 25n, fromMs: time('20:00'), toMs: time('23:00') };

  it('is what somebody says that it trains with, with its time', () => {
    const attribution = told({ ...declares('c', []), ...plan }, { ...declares('d', []), ...plan, trains: 'UNDECIDED' }, declares('e', []));
    expect(attribution.plansOf(customer('c'), NOW)).toEqual([{ customer: 'c', version: 1, ...plan }]);
    expect(['d', 'e', 'f'].flatMap((id) => attribution.plansOf(customer(id), NOW))).toEqual([]);
  });

  it('of a group is those of its members in this hour, in order', () => {
    const attribution = told(
      holds('e', 'a 60% c', '09:00', '12:00'),
      holds('f', 'a 60% b', '09:00'),
      ...['c', 'b', 'a'].map((of) => ({ ...declares(of, []), ...plan })),
    );
    expect(attribution.plansOf(group('a'), NOW).map((one) => one.customer)).toEqual(['a', 'b']);
    expect(attribution.plansOf(group('a'), time('11:00')).map((one) => one.customer)).toEqual(['a', 'b', 'c']);
  });
});
