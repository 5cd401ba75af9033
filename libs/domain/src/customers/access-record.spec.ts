import { type AccessCommand, decideAccess, evolveAccess } from './access-record.js';
import { COMPANY, T0 } from './profile.fixture.js';

const record = (...at: number[]): AccessCommand => ({
  type: 'record-access',
  accesses: at.map((atMs) => ({ ip: '192.0.2.1', atMs })),
  source: 'provider',
  by: 'machine',
  nowMs: T0,
});
const told = (profile: typeof COMPANY, command: AccessCommand) => {
  const decision = decideAccess(profile, command);
  if ('refused' in decision) throw new Error(decision.refused.code);
  return decision.events.reduce(evolveAccess, profile);
};

describe('accesses', () => {
  it('are kept in the order of their times, each once, however often the log is sent', () => {
    const profile = told(told(COMPANY, record(3, 1, 1)), record(2, 3));
    expect(profile.administration.map(({ value }) => value.atMs)).toEqual([1, 2, 3]);
    expect(decideAccess(profile, record(1, 2))).toEqual({ events: [] });
  });

  it('are not of the future', () => expect(decideAccess(COMPANY, record(T0 + 1))).toMatchObject({ refused: { code: 'DATE_MALFORMED' } }));

  it('leave the latest thousand in the profile', () => {
    const profile = told(COMPANY, record(...Array.from({ length: 1_001 }, (_, n) => n)));
    expect([profile.administration.length, profile.administration[0]!.value.atMs]).toEqual([1_000, 1]);
  });
});
