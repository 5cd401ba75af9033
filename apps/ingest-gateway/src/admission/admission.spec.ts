import { DOOR_LIMITS, type DoorLimits } from '../door-limits.js';
import { Admission } from './admission.js';

const admission = (limits: Partial<DoorLimits>) => new Admission({ ...DOOR_LIMITS, ...limits });
const codeOf = (admitted: object) => ('refused' in admitted ? (admitted as { refused: { code: string } }).refused.code : 'in');
const leave = (admitted: object) => (admitted as { leave: () => void }).leave();

describe('Admission', () => {
  it('lets in as many at the same time as it should, for each provider by itself', () => {
    const door = admission({ requestsInFlightPerProvider: 2 });
    const first = door.enterRequest('alpha', 1, 0);
    expect(
      [first, door.enterRequest('alpha', 1, 0), door.enterRequest('alpha', 1, 0), door.enterRequest('beta', 1, 0)].map(codeOf),
    ).toEqual(['in', 'in', 'TOO_MANY_IN_FLIGHT', 'in']);
    leave(first);
    leave(first);
    expect([door.enterRequest('alpha', 1, 0), door.enterRequest('alpha', 1, 0)].map(codeOf)).toEqual(['in', 'TOO_MANY_IN_FLIGHT']);
  });

  it('lets a burst in and then the steady rate', () => {
    const door = admission({ requestsPerSecondPerProvider: 10, requestBurstPerProvider: 3 });
    const at = (nowMs: number) => codeOf(door.enterRequest('alpha', 1, nowMs));
    expect([at(0), at(0), at(0), at(0), at(50), at(100), at(100), at(10_000), at(10_000), at(10_000), at(10_000)]).toEqual([
      'in',
      'in',
      'in',
      'RATE_LIMITED',
      'RATE_LIMITED',
      'in',
      'RATE_LIMITED',
      'in',
      'in',
      'in',
      'RATE_LIMITED',
    ]);
  });

  it('reserves the memory of all bodies together and gives it back', () => {
    const door = admission({ bodyBytesInFlight: 100 });
    const first = door.enterRequest('alpha', 60, 0);
    expect(codeOf(door.enterRequest('beta', 60, 0))).toBe('DOOR_BUSY');
    leave(first);
    expect(door.status().bodyBytes).toBe(0);
    expect(codeOf(door.enterRequest('beta', 60, 0))).toBe('in');
  });

  it('limits streams of one provider and of all', () => {
    const door = admission({ streamsPerProvider: 2, streams: 3 });
    const first = door.enterStream('alpha', 0);
    const codes = ['alpha', 'alpha', 'beta', 'gamma'].map((provider) => codeOf(door.enterStream(provider, 0)));
    expect(codes).toEqual(['in', 'TOO_MANY_IN_FLIGHT', 'in', 'DOOR_BUSY']);
    leave(first);
    expect(codeOf(door.enterStream('gamma', 0))).toBe('in');
  });
});
