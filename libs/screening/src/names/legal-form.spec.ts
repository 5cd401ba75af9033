import { compareForms, takeLegalForms } from './legal-form.js';

const forms = (text: string) => takeLegalForms(text.split(' ')).forms;
const core = (text: string) => {
  const words = text.split(' ');
  const { from, to } = takeLegalForms(words);
  return words.slice(from, to).join(' ');
};

describe('legal forms', () => {
  it.each([
    ['nordwind aktiengesellschaft', 'nordwind'],
    ['nordwind aktiengeselschaft', 'nordwind'],
    ['obshchestvo s ogranichennoy otvetstvennostyu nordwind', 'nordwind'],
    ['nordwind corporation joint stock company', 'nordwind'],
    ['nordwind sp z o o', 'nordwind'],
    ['nordwind corporation of norway', 'nordwind corporation of norway'],
    ['limited', 'limited'],
  ])('are taken off the ends of %s', (text, wanted) => expect(core(text)).toBe(wanted));

  it.each([
    ['nordwind ag', 'nordwind aktiengesellschaft', 'SAME'],
    ['oao nordwind', 'nordwind jsc', 'SAME'],
    ['ooo nordwind', 'nordwind gmbh', 'COMPATIBLE'],
    ['nordwind ag', 'nordwind gmbh', 'OPPOSED'],
    ['ano nordwind', 'nordwind llc', 'OPPOSED'],
    ['nordwind', 'nordwind gmbh', 'UNKNOWN'],
  ])('%s and %s: %s', (one, other, wanted) => expect(compareForms(forms(one), forms(other))).toBe(wanted));
});
