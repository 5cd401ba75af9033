import { exactInteger } from '@tidemark/domain';
import fc from 'fast-check';
import { parseJsonExactly } from './exact-json.js';

describe('JSON of a report', () => {
  it('keeps every digit of an integer field', () => {
    expect(parseJsonExactly('{"sequence":18446744073709551615,"records":[{"correction":{"sequence" : 9007199254740993 }}]}')).toEqual({
      sequence: '18446744073709551615',
      records: [{ correction: { sequence: '9007199254740993' } }],
    });
    expect(parseJsonExactly('{"sequence":9.007199254740993e15}')).toEqual({ sequence: '9.007199254740993e15' });
    // Between two integers, and a double would call it the lower of them.
    expect(parseJsonExactly('{"endMs":9007199254740990.5}')).toEqual({ endMs: '9007199254740990.5' });
    expect(parseJsonExactly('{"start_ms":1e400}')).toEqual({ start_ms: '1e400' });
  });

  it('is plain JSON otherwise', () => {
    for (const text of [
      '{"sequence":5,"epoch":1.0,"count":1e3}',
      '{"value":0.12345678901234567890}',
      '[1e20,12345678901234567890]',
      '"\\"sequence\\":12345678901234567890"',
      '{"count":1.5e0,"x":12345678901234567890}',
    ])
      expect(parseJsonExactly(text)).toEqual(JSON.parse(text));
  });

  it('is refused where JSON is', () => {
    for (const text of [
      '',
      '{"sequence":012345678901234567890}',
      '{"sequence":12345678901234567890',
      '{sequence:12345678901234567890}',
      '{"sequence":-}',
      '{"sequence":12345678901234567890x}',
    ])
      expect(() => parseJsonExactly(text)).toThrow(SyntaxError);
  });

  it('gives the same value as exact arithmetic for any number in an integer field', () => {
    const number = fc.tuple(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }), fc.constantFrom('', '.0', 'e0', 'E+1', 'e-1', '.5'));
    fc.assert(
      fc.property(number, ([whole, tail]) => {
        const text = `${whole}${tail}`;
        const { sequence } = parseJsonExactly(`{"sequence":${text}}`) as { sequence: number | string };
        const exact = exactInteger(text);
        if (exact !== undefined) expect(exactInteger(String(sequence))).toBe(exact);
        else expect(typeof sequence === 'number' ? Number.isInteger(sequence) : exactInteger(sequence) !== undefined).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes time in proportion to the text, whatever it holds', () => {
    const text = `[${'1,'.repeat(1_000_000)}{"sequence":1e20}]`;
    const started = performance.now();
    parseJsonExactly(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
