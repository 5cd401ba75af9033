import fc from 'fast-check';
import { editDistance } from './edit-distance.js';

const word = fc.string({ unit: fc.constantFrom(...'abehiksnrtyz'), minLength: 0, maxLength: 9 });

describe('the distance of two sounds', () => {
  it('is nothing for the same, and the same both ways', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a, 9)).toBe(0);
        expect(editDistance(a, b, 99)).toBeCloseTo(editDistance(b, a, 99), 9);
      }),
    );
  });

  it('never depends on the limit, but to give up beyond it', () => {
    fc.assert(
      fc.property(word, word, fc.double({ min: 0, max: 5, noNaN: true }), (a, b, limit) => {
        const whole = editDistance(a, b, 99);
        expect(editDistance(a, b, limit)).toBe(whole <= limit ? whole : Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('is less for a vowel, a near sound, neighbours changed or a last s than for any other letter', () => {
    const distance = (a: string, b: string) => editDistance(a, b, 9);
    expect(distance('musk', 'mosk')).toBeLessThan(distance('musk', 'mustk'));
    expect(distance('barat', 'barad')).toBeLessThan(distance('barat', 'baras'));
    expect(distance('anglea', 'angela')).toBeLessThan(1);
    expect(distance('lavrovs', 'lavrov')).toBeLessThan(distance('lavrovt', 'lavrov'));
  });
});
