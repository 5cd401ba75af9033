import { CONTROL_RULES } from '../control/customer-groups.js';
import { SCOPE_KINDS } from '../thresholds/scope.js';
import { TIERS } from '../thresholds/standing.js';
import { RULE_UNITS } from './print-rule.js';
import { ATTESTED_SUBJECT, DECLARABLE, JURISDICTION, RULE_ID } from './read-rule.js';
import { BAND_LEVELS, CLOCK_OCCASIONS, CLOCK_STARTS, COMPARISONS, LEGAL_STATUSES, RULE_KINDS, WINDOWS } from './rule.js';
import { RULE_LIMITS as L } from './rule-problem.js';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const whole = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum });
const oneOf = (words: readonly unknown[]) => ({ enum: [...words] });
const list = (items: object, maxItems: number) => ({ type: 'array', items, maxItems });
const closed = (required: readonly string[], properties: object) => ({ type: 'object', required, properties, additionalProperties: false });
const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: '00:00 UTC of that day' };

const DECLARED = closed(['type', 'anyOf', 'words'], {
  type: { const: 'DECLARED_MODALITY' },
  anyOf: { ...list(oneOf(DECLARABLE), L.modalitiesMax), minItems: 1 },
  words: text(L.textCharactersMax),
});
const ATTESTED = closed(['type', 'subject', 'words'], {
  type: { const: 'ATTESTED' },
  subject: { ...text(64), pattern: ATTESTED_SUBJECT.source },
  words: text(L.textCharactersMax),
});
const STEP = closed(['status'], { from: day, status: oneOf(LEGAL_STATUSES), words: text(L.titleCharactersMax) });
const CLOCK = closed(['duty', 'from', 'words', 'verified'], {
  duty: text(L.textCharactersMax),
  from: oneOf(CLOCK_STARTS),
  on: { ...oneOf(CLOCK_OCCASIONS), description: 'What starts it; absent: a crossing' },
  imminent: { type: 'boolean', description: 'Of an incident: only where death or serious injury is imminent' },
  hours: whole(1, 24 * L.daysMax),
  days: whole(1, L.daysMax),
  workingDays: whole(1, L.daysMax),
  months: whole(1, L.monthsMax),
  quarterDays: {
    ...list({ type: 'string', pattern: '^\\d{2}-\\d{2}$' }, L.quarterDaysMax),
    minItems: 1,
    description: 'MM-DD, rising: the days of every year by which it is done',
  },
  words: text(L.textCharactersMax),
  verified: { type: 'boolean' },
});
const GROWTH = closed(['type', 'times'], { type: { const: 'GROWTH' }, times: whole(1, L.timesMax) });
const MONTHS = closed(['type', 'months'], { type: { const: 'MONTHS' }, months: whole(1, L.monthsMax) });

const REQUIRED = {
  id: { ...text(L.idCharactersMax), pattern: RULE_ID.source },
  version: whole(1, L.versionMax),
  kind: oneOf(RULE_KINDS),
  title: text(L.titleCharactersMax),
  regime: text(L.titleCharactersMax),
  jurisdiction: { type: 'string', pattern: JURISDICTION.source, description: 'ISO 3166-1 alpha-2, EU, or "-" for none' },
  citation: text(L.textCharactersMax),
  statuses: { ...list(STEP, L.statusesMax), description: 'Rising; the first alone may be without a day' },
  scopes: list(oneOf(SCOPE_KINDS), SCOPE_KINDS.length),
  tiers: list(oneOf(TIERS), TIERS.length),
  window: { ...oneOf(WINDOWS), description: 'All time, or rolling days' },
  controlRule: { ...oneOf(CONTROL_RULES), description: 'Who counts as under a controller' },
  conditions: { ...list({ oneOf: [DECLARED, ATTESTED] }, L.conditionsMax), description: 'What usage cannot show; all must hold' },
  counts: text(L.textCharactersMax),
  duty: text(L.textCharactersMax),
  clocks: list(CLOCK, L.clocksMax),
  method: text(L.textCharactersMax),
  verified: { type: 'boolean', description: 'Whether the entry was compared with the text it cites' },
  note: { type: 'string', maxLength: L.textCharactersMax },
};

const OPTIONAL = {
  effectiveFrom: day,
  effectiveTo: { ...day, description: 'Exclusive' },
  number: { ...text(140), pattern: '^[^/]+(/[1-9][0-9]{0,5})?$', description: 'Exact: "1e25", "2.5e25", "1e25/3"' },
  unit: { ...oneOf(RULE_UNITS), description: 'OP_PER_SECOND of CAPACITY, else FLOP; with the number and only with it' },
  comparison: oneOf(COMPARISONS),
  interconnectAboveGbps: whole(0, L.gbpsMax),
  level: { ...oneOf(BAND_LEVELS), description: 'Of BAND: what it asks for from its number on' },
  evaluation: { oneOf: [GROWTH, MONTHS] },
  horizonDays: { ...whole(1, L.daysMax), description: 'How far ahead PROJECTED looks; absent: the longer of 30 and 1.5 x the notice' },
  noticeDays: whole(1, L.daysMax),
  provider: { ...text(128), description: "Of a provider's own policy: that provider's scopes alone" },
};

/**
 * The form of a rule's data file, as JSON Schema 2020-12, for editors and other programs. readRule refuses more: fields that say nothing in
 * a rule of that kind, days that do not exist, steps that do not rise.
 */
export const RULE_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Rule of the rulebook',
  ...closed(Object.keys(REQUIRED), { ...REQUIRED, ...OPTIONAL }),
};
