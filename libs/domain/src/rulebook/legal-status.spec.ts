import { dayMs, inForceWords, isExercise, legalStatusAt } from './legal-status.js';
import { published } from './rules.fixture.js';

const at = (id: string, day: string) => legalStatusAt(published(id), dayMs(day));
const words = (id: string, day: string) => inForceWords(published(id), dayMs(day));

describe('where a rule stands in law', () => {
  it('holds from 00:00 UTC of the day on', () => {
    expect(legalStatusAt(published('eu-ai-act-51'), dayMs('2025-08-02') - 1)).toBe('NOT_YET');
    expect(at('eu-ai-act-51', '2025-08-02')).toBe('IN_FORCE');
  });

  it('changes when the law does', () => {
    expect(at('us-ny-raise', '2026-12-31')).toBe('ENACTED');
    expect(at('us-ny-raise', '2027-01-01')).toBe('IN_FORCE');
  });

  it('is not guessed for the time before a rescission or a veto', () => {
    expect(at('us-eo-14110', '2024-06-01')).toBe('NOT_STATED');
    expect(at('us-eo-14110', '2025-01-20')).toBe('RESCINDED');
    expect(at('us-ca-sb1047', '2024-09-28')).toBe('NOT_STATED');
  });

  it('is not stated of a regime whose sources do not say', () => expect(at('gb-no-threshold', '2026-11-21')).toBe('NOT_STATED'));

  it.each([
    ['eu-ai-act-51', '2026-11-21', 'in force since 2025-08-02; obliges no cloud provider to report what a customer uses'],
    ['eu-ai-act-51', '2024-05-01', 'not yet in force; in force from 2025-08-02: an exercise'],
    ['us-bis-702-7', '2026-11-21', 'proposed, never final: an exercise'],
    ['us-eo-14110', '2026-11-21', 'rescinded since 2025-01-20: an exercise'],
    ['us-eo-14110', '2024-06-01', 'of a standing that is not stated for that day; rescinded from 2025-01-20: an exercise'],
    ['us-ca-sb1047', '2026-11-21', 'vetoed since 2024-09-29: an exercise'],
    ['us-ny-raise', '2026-11-21', 'enacted, not yet in force; in force from 2027-01-01: an exercise'],
    ['us-il-sb315', '2026-11-21', 'passed by both houses, signature not confirmed: an exercise'],
    ['us-ai-diffusion', '2026-11-21', 'non-enforcement announced since 2025-05-13: an exercise'],
    ['eu-gpai-guidelines', '2026-11-21', 'guidance, which binds nobody by itself'],
    ['band-identity', '2026-11-21', 'a policy of whoever runs this installation, not law'],
  ])('%s on %s: %s', (id, day, expected) => expect(words(id, day)).toBe(expected));

  it('nothing but law in force, guidance and the house is anything but an exercise', () => {
    expect(['IN_FORCE', 'GUIDANCE', 'HOUSE'].some((standing) => isExercise(standing as 'HOUSE'))).toBe(false);
    for (const standing of [
      'ENACTED',
      'PASSED',
      'PROPOSED',
      'DRAFT',
      'RESCINDED',
      'VETOED',
      'NOT_ENFORCED',
      'NOT_YET',
      'NOT_STATED',
    ] as const)
      expect(isExercise(standing)).toBe(true);
  });
});
