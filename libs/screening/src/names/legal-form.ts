import { soundOf } from '../tokens/sound.js';
import { type FormFamily, LEGAL_FORMS } from '../vocabulary/legal-forms.data.js';

export interface LegalForm {
  readonly form: string;
  readonly families: readonly FormFamily[];
}

const LONGEST_IN_WORDS = 6;
const SHORTEST_BY_SOUND = 8;
const BY_SPELLING: ReadonlyMap<string, LegalForm> = new Map(
  LEGAL_FORMS.flatMap(([form, families, spellings]) => {
    const legalForm: LegalForm = { form, families: families.split('|') as FormFamily[] };
    return spellings.split('|').map((spelling) => [spelling, legalForm] as const);
  }),
);

const BY_SOUND: ReadonlyMap<string, LegalForm> = new Map(
  [...BY_SPELLING].filter(([spelling]) => spelling.length >= SHORTEST_BY_SOUND).map(([spelling, form]) => [soundOf(spelling), form]),
);

/** By its spelling or, where it is long enough to be sure, by its sound, because long forms are misspelt as names are. */
function formOf(spelling: string): LegalForm | undefined {
  return BY_SPELLING.get(spelling) ?? (spelling.length >= SHORTEST_BY_SOUND ? BY_SOUND.get(soundOf(spelling)) : undefined);
}

/** Takes the legal forms off both ends of a name. What is left has at least one word. */
export function takeLegalForms(words: readonly string[]): { from: number; to: number; forms: LegalForm[] } {
  const forms: LegalForm[] = [];
  let from = 0;
  let to = words.length;
  for (let found = true; found; ) {
    found = false;
    for (let length = Math.min(LONGEST_IN_WORDS, to - from - 1); length >= 1 && !found; length -= 1) {
      const last = formOf(words.slice(to - length, to).join(' '));
      const first = formOf(words.slice(from, from + length).join(' '));
      if (last) to -= length;
      else if (first && startsAName(words, from, length)) from += length;
      else continue;
      forms.push((last ?? first) as LegalForm);
      found = true;
    }
    while (to - from > 1 && words[to - 1] === 'and') to -= 1;
  }
  return { from, to, forms };
}

/** In front, one or two letters may be a word or an initial: only what is written in front by custom counts. */
function startsAName(words: readonly string[], from: number, length: number): boolean {
  return (
    length > 1 ||
    /^(?:ooo|oao|zao|pao|ao|ano|nao|tov|too|jsc|ojsc|cjsc|pjsc|llc|srl|sarl|gup|fgup|pt|uab|sia|ip|fop|company|firma|kompaniya|sociedad|fond|limited|ltd|gmbh)$/.test(
      words[from] ?? '',
    )
  );
}

/** Two names' forms agree if one form is the same, may go together if a family is, and are opposed otherwise. Absent forms say nothing. */
export function compareForms(a: readonly LegalForm[], b: readonly LegalForm[]): 'SAME' | 'COMPATIBLE' | 'OPPOSED' | 'UNKNOWN' {
  const [ours, theirs] = [specific(a), specific(b)];
  if (ours.length === 0 || theirs.length === 0) return 'UNKNOWN';
  if (ours.some((form) => theirs.some((other) => other.form === form.form))) return 'SAME';
  const compatible = ours.some((form) => theirs.some((other) => other.families.some((family) => form.families.includes(family))));
  return compatible ? 'COMPATIBLE' : 'OPPOSED';
}

/** "Company" and "Corporation" beside a telling form only fill. */
function specific(forms: readonly LegalForm[]): readonly LegalForm[] {
  const telling = forms.filter(({ families }) => !families.includes('COMPANY'));
  return telling.length > 0 ? telling : forms;
}
