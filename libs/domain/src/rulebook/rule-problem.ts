/** What is wrong with a rule, as data that names the place. */
export interface RuleProblem {
  readonly code: RuleProblemCode;
  /** `id@version`; of what has neither: empty. */
  readonly rule: string;
  /** As in the JSON form: `conditions[0].type`. Empty: the rule as a whole. */
  readonly field: string;
  readonly detail: string;
}

export const RULE_PROBLEMS = {
  BANDS_NOT_RISING: { meaning: 'A band asks for less than one below it.', remedy: 'A higher number asks for at least as much.' },
  CLOCK_UNCLEAR: {
    meaning: 'A clock says two terms at once, days that do not rise, or urgency of what is no incident.',
    remedy: 'One of hours, days, working days, months and rising days of the year; urgency of incidents alone.',
  },
  CONDITION_NOT_EVALUABLE: {
    meaning: 'Nobody can ever declare or attest the condition for these scopes.',
    remedy: 'Leave the condition or the scope out.',
  },
  DATE_MALFORMED: { meaning: 'Not a day that exists.', remedy: 'Write "2026-01-31".' },
  DATES_REVERSED: { meaning: 'The end is not after the start.', remedy: 'The end is exclusive and lies after the start.' },
  FIELD_MALFORMED: { meaning: 'The field is of another type.', remedy: 'Compare with the schema.' },
  FIELD_MISSING: { meaning: 'The field is required.', remedy: 'Nothing is assumed: write it.' },
  FIELD_NOT_OF_KIND: { meaning: 'The field says nothing in a rule of this kind.', remedy: 'Leave it out, or choose another kind.' },
  FIELD_TOO_LONG: { meaning: 'The text is too long.', remedy: 'Compare with the schema.' },
  FIELD_UNKNOWN: { meaning: 'There is no such field.', remedy: 'Compare with the schema.' },
  KIND_CHANGED: { meaning: 'Another version of the rule is of another kind or owner.', remedy: 'Choose another id.' },
  LEVEL_MISSING: { meaning: 'A band asks for no level.', remedy: 'Name the level.' },
  NUMBER_MALFORMED: { meaning: 'Not an exact number.', remedy: 'Write "1e25", "2.5e25" or "1e25/3".' },
  NUMBER_MISSING: { meaning: 'A rule of this kind compares with a number.', remedy: 'Write the number, its unit and the comparison.' },
  NUMBER_NOT_POSITIVE: { meaning: 'The number is not above zero.', remedy: 'Everything would pass it: write another.' },
  RULE_TWICE: { meaning: 'Two rules have one id and version.', remedy: 'Raise the version, or choose another id.' },
  SCOPE_OF_SCHEME: { meaning: "A provider's policy names a scope that stands over providers.", remedy: 'Leave party and group out.' },
  STATUSES_NOT_RISING: {
    meaning: 'The steps of the legal status are not in rising order.',
    remedy: 'Each from a later day; the first alone may have none.',
  },
  TOO_MANY: { meaning: 'The list is too long, or names one thing twice.', remedy: 'Compare with the schema.' },
  UNIT_OTHER: { meaning: 'The unit is not that of the kind.', remedy: 'FLOP, or OP_PER_SECOND for CAPACITY.' },
  VERSION_GAP: { meaning: 'The versions of an id are not 1, 2, 3, ...', remedy: 'Take the next version.' },
  WORD_UNKNOWN: { meaning: 'A scope, kind, unit or other word that is not known.', remedy: 'Take one of those listed.' },
} as const;
export type RuleProblemCode = keyof typeof RULE_PROBLEMS;

/** Limits on what an operator's file holds: more is a mistake. Characters are code points. */
export const RULE_LIMITS = {
  idCharactersMax: 64,
  titleCharactersMax: 200,
  textCharactersMax: 2_000,
  statusesMax: 20,
  conditionsMax: 10,
  modalitiesMax: 20,
  clocksMax: 10,
  quarterDaysMax: 12,
  versionMax: 10_000,
  /** Ten years: a projection is a straight line. */
  daysMax: 3_660,
  gbpsMax: 1_000_000,
  timesMax: 1_000,
  monthsMax: 120,
  /** Names of fields that there are not, told in one answer. */
  unknownFieldsMax: 20,
} as const;
