import fc from 'fast-check';
import { idProblem } from './id-rules.js';

const code = (id: string) => idProblem(id)?.code;

describe('an id', () => {
  it('may be anything printable up to 128 characters, counted as code points', () => {
    for (const id of ['a', 'A b', 'x'.repeat(128), '😀'.repeat(128), 'Zürich', '日本', 'a/b', 'a\u2028b'.normalize('NFC')])
      expect(code(id)).toBeUndefined();
  });

  it('is refused for each rule by its own code', () => {
    expect(code('x'.repeat(129))).toBe('ID_TOO_LONG');
    expect(code('😀'.repeat(129))).toBe('ID_TOO_LONG');
    expect(code('x'.repeat(100_000))).toBe('ID_TOO_LONG');
    expect(code('a\ud800')).toBe('ID_NOT_WELL_FORMED');
    expect(code('u\u0308')).toBe('ID_NOT_NFC');
    for (const id of ['a\tb', 'a\u0000', 'a\u007f', 'a\u0085b', 'a\u200bb', 'a\u00adb', '\ufeffa', 'a\u202eb'])
      expect(code(id)).toBe('ID_HAS_CONTROL_CHARACTER');
    for (const id of [' a', 'a ', '\u00a0a', 'a\u3000', '\u2028a', ' ']) expect(code(id)).toBe('ID_HAS_OUTER_SPACE');
  });

  it('keeps every rule when it is accepted, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 140 }), (id) => {
        if (code(id) !== undefined) return;
        expect([...id].length).toBeLessThanOrEqual(128);
        expect(id.normalize('NFC')).toBe(id);
        expect(id.trim()).toBe(id);
        expect(/[\p{Cc}\p{Cf}\p{Cs}]/u.test(id)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
