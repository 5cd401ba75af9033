/** All numbers of the matcher. Log-odds but for `part`, whose weights are shares of a telling part. */
export interface ScreeningWeights {
  readonly part: {
    readonly veryCommon: number;
    readonly common: number;
    readonly patronymic: number;
    readonly initial: number;
    readonly number: number;
    readonly generic: number;
    readonly place: number;
  };
  /** What agreeing parts are worth: `base + gain * sqrt(sum of their weights)`. */
  readonly agreement: { readonly base: number; readonly gain: number };
  readonly edit: {
    readonly slope: number;
    readonly limit: number;
    readonly nickname: number;
    readonly initial: number;
    readonly vowelless: number;
    readonly join: number;
    readonly acronym: number;
    readonly spelling: number;
    readonly servant: number;
    readonly transcribed: number;
    readonly fewConsonants: number;
    readonly joinLimit: number;
  };
  readonly conflict: {
    readonly person: number;
    readonly organisation: number;
    readonly generic: number;
    readonly number: number;
    readonly initial: number;
  };
  readonly extra: {
    readonly part: number;
    readonly evenIfCommon: number;
    readonly beyond: number;
    readonly patronymic: number;
    readonly lone: number;
  };
  /** A letter of a typing error. */
  readonly typing: { readonly letter: number };
  readonly order: number;
  readonly weakName: number;
  readonly form: { readonly same: number; readonly opposed: number };
  readonly kind: number;
  readonly birth: {
    readonly day: number;
    readonly year: number;
    readonly near: number;
    readonly nearButExact: number;
    readonly swapped: number;
    readonly otherDay: number;
    readonly apart: number;
    readonly farApart: number;
  };
  readonly country: { readonly same: number; readonly other: number };
  readonly identifier: { readonly same: number; readonly sameUnsure: number; readonly other: number };
  /** Below this name score, birth date and country cannot lift a pair over the alert threshold. */
  readonly nameFloor: number;
  /** An agreeing identifier takes the name for at least this good. */
  readonly identifierFloor: number;
  /** The log-odds that one unit of the logistic curve spans. */
  readonly spread: number;
}

export const WEIGHTS: ScreeningWeights = {
  part: { veryCommon: 0.5, common: 0.75, patronymic: 0.6, initial: 0.25, number: 0.4, generic: 0.45, place: 0.7 },
  agreement: { base: -3.05, gain: 4.1 },
  edit: {
    slope: 8.8,
    limit: 0.33,
    nickname: 1,
    initial: 0.8,
    vowelless: 0.4,
    join: 0.3,
    acronym: 1.3,
    spelling: 0.1,
    servant: 1.2,
    transcribed: 2,
    fewConsonants: 0.5,
    joinLimit: 1.8,
  },
  conflict: { person: 6.5, organisation: 5, generic: 4, number: 1.2, initial: 4 },
  extra: { part: 1.1, evenIfCommon: 0.5, beyond: 1.5, patronymic: 0.3, lone: 1.5 },
  typing: { letter: 1.3 },
  order: 0.25,
  weakName: 2.5,
  form: { same: 0.3, opposed: 3 },
  kind: 6,
  birth: { day: 2.5, year: 1.5, near: 0, nearButExact: 1, swapped: 1.8, otherDay: 0, apart: 1.5, farApart: 4 },
  country: { same: 1, other: 1.5 },
  identifier: { same: 8, sameUnsure: 4, other: 1 },
  nameFloor: -1,
  identifierFloor: -2,
  spread: 2.5,
};
