import { CONTROL_RULES } from '../control/customer-groups.js';
import { MODALITIES } from '../customers/intent.js';
import { SCOPE_KINDS } from '../thresholds/scope.js';
import { TIERS } from '../thresholds/standing.js';
import { problemsOfRule } from './check-rule.js';
import { RULE_UNITS, unitOf } from './print-rule.js';
import {
  BAND_LEVELS,
  CLOCK_OCCASIONS,
  CLOCK_STARTS,
  type Clock,
  COMPARISONS,
  CONDITION_TYPES,
  type Condition,
  type EvaluationTerms,
  LEGAL_STATUSES,
  type LegalStep,
  RULE_KINDS,
  type Rule,
  type RuleKind,
  ruleKey,
  WINDOWS,
} from './rule.js';
import { isJsonObject, RuleJsonReader } from './rule-json-reader.js';
import { RULE_LIMITS as L, type RuleProblem } from './rule-problem.js';
import { type PrintedNumber, readThresholdNumber } from './threshold-number.js';

export type RuleReading = { readonly rule: Rule } | { readonly problems: readonly RuleProblem[] };

export const EVALUATION_TYPES = ['GROWTH', 'MONTHS'] as const;
export const RULE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const JURISDICTION = /^([A-Z]{2}|-)$/;
/** What the registry takes as the subject of an attestation, in capitals. */
export const ATTESTED_SUBJECT = /^[A-Z]([A-Z0-9_]*[A-Z0-9])?$/;
/** What a declaration can name: the registry's words, and the one that the contract of its events has for language. */
export const DECLARABLE = [...MODALITIES, 'TEXT'] as const;

/**
 * A rule from untrusted JSON, the form that printRule prints. Typed and total: a field, scope, unit, kind, tier or condition that is not
 * known is refused by name, a missing one as well, and what was read is sound by itself. Whether it fits in with the others is for validateRulebook.
 */
export function readRule(json: unknown): RuleReading {
  if (!isJsonObject(json)) return { problems: [{ code: 'FIELD_MALFORMED', rule: '', field: '', detail: 'Write a rule as an object.' }] };
  const reader = new RuleJsonReader(json, '', []);
  const rule = readFields(reader);
  reader.refuseUnknown();
  const problems = reader.problems.length > 0 ? named(rule, reader.problems) : problemsOfRule(rule);
  return problems.length > 0 ? { problems } : { rule };
}

const named = (rule: Rule, problems: readonly RuleProblem[]): RuleProblem[] =>
  problems.map((problem) => ({ ...problem, rule: rule.id === '' ? '' : ruleKey(rule) }));

function readFields(reader: RuleJsonReader): Rule {
  const before = reader.problems.length;
  const kind = reader.word('kind', RULE_KINDS);
  const knownKind = reader.problems.length === before ? kind : undefined;
  return {
    id: reader.matching('id', RULE_ID, 'Lower-case words with hyphens, as "our-band-1".', L.idCharactersMax),
    version: reader.whole('version', 1, L.versionMax),
    kind,
    title: reader.text('title', L.titleCharactersMax),
    regime: reader.text('regime', L.titleCharactersMax),
    jurisdiction: reader.matching('jurisdiction', JURISDICTION, 'ISO 3166-1 alpha-2, EU, or "-".', 2),
    citation: reader.text('citation', L.textCharactersMax),
    statuses: reader.objects('statuses', L.statusesMax, readStep),
    scopes: reader.words('scopes', SCOPE_KINDS, SCOPE_KINDS.length),
    tiers: reader.words('tiers', TIERS, TIERS.length),
    window: reader.word('window', WINDOWS),
    controlRule: reader.word('controlRule', CONTROL_RULES),
    conditions: reader.objects('conditions', L.conditionsMax, readCondition),
    counts: reader.text('counts', L.textCharactersMax),
    duty: reader.text('duty', L.textCharactersMax),
    clocks: reader.objects('clocks', L.clocksMax, readClock),
    method: reader.text('method', L.textCharactersMax),
    verified: reader.flag('verified'),
    note: reader.text('note', L.textCharactersMax, true),
    ...readOptional(reader, knownKind),
  };
}

/** Fields that only some kinds have. JSON's null is not the same as leaving a field out. */
function readOptional(reader: RuleJsonReader, kind: RuleKind | undefined): Partial<Rule> {
  const where = <Value>(name: keyof Rule, read: () => Value) => (reader.has(name) ? { [name]: read() } : {});
  return {
    ...where('effectiveFrom', () => reader.day('effectiveFrom')),
    ...where('effectiveTo', () => reader.day('effectiveTo')),
    ...readNumber(reader, kind),
    ...where('comparison', () => reader.word('comparison', COMPARISONS)),
    ...where('interconnectAboveGbps', () => reader.whole('interconnectAboveGbps', 0, L.gbpsMax)),
    ...where('level', () => reader.word('level', BAND_LEVELS)),
    ...where('evaluation', () => reader.object('evaluation', readEvaluation)),
    ...where('horizonDays', () => reader.whole('horizonDays', 1, L.daysMax)),
    ...where('noticeDays', () => reader.whole('noticeDays', 1, L.daysMax)),
    ...where('provider', () => reader.text('provider', 128)),
  };
}

/** A number without its unit is refused, and a unit without a number. */
function readNumber(reader: RuleJsonReader, kind: RuleKind | undefined): { number?: PrintedNumber } {
  if (!reader.has('number') && !reader.has('unit')) return {};
  const unit = reader.word('unit', RULE_UNITS);
  if (kind !== undefined && unit !== unitOf(kind)) reader.fail('UNIT_OTHER', 'unit', `A rule of kind ${kind} counts ${unitOf(kind)}.`);
  const written = reader.text('number', 140);
  const number = readThresholdNumber(written);
  if (number === undefined && written !== '') reader.fail('NUMBER_MALFORMED', 'number', 'Write "1e25", "2.5e25" or "1e25/3".');
  return number === undefined ? {} : { number };
}

const readStep = (reader: RuleJsonReader): LegalStep => ({
  ...(reader.has('from') ? { from: reader.day('from') } : {}),
  status: reader.word('status', LEGAL_STATUSES),
  ...(reader.has('words') ? { words: reader.text('words', L.titleCharactersMax) } : {}),
});

function readCondition(reader: RuleJsonReader): Condition {
  const type = reader.word('type', CONDITION_TYPES);
  const words = reader.text('words', L.textCharactersMax);
  if (type === 'ATTESTED') return { type, subject: reader.matching('subject', ATTESTED_SUBJECT, 'In UPPER_SNAKE.', 64), words };
  const anyOf = reader.words('anyOf', DECLARABLE, L.modalitiesMax);
  if (anyOf.length === 0 && reader.has('anyOf')) reader.fail('FIELD_MISSING', 'anyOf', 'None of nothing is ever declared.');
  return { type, anyOf, words };
}

function readClock(reader: RuleJsonReader): Clock {
  return {
    duty: reader.text('duty', L.textCharactersMax),
    from: reader.word('from', CLOCK_STARTS),
    ...(reader.has('on') ? { on: reader.word('on', CLOCK_OCCASIONS) } : {}),
    ...(reader.has('imminent') ? { imminent: reader.flag('imminent') } : {}),
    ...(reader.has('hours') ? { hours: reader.whole('hours', 1, 24 * L.daysMax) } : {}),
    ...(reader.has('days') ? { days: reader.whole('days', 1, L.daysMax) } : {}),
    ...(reader.has('workingDays') ? { workingDays: reader.whole('workingDays', 1, L.daysMax) } : {}),
    ...(reader.has('months') ? { months: reader.whole('months', 1, L.monthsMax) } : {}),
    ...(reader.has('quarterDays') ? { quarterDays: reader.daysOfYear('quarterDays', L.quarterDaysMax) } : {}),
    words: reader.text('words', L.textCharactersMax),
    verified: reader.flag('verified'),
  };
}

function readEvaluation(reader: RuleJsonReader): EvaluationTerms {
  const type = reader.word('type', EVALUATION_TYPES);
  if (type === 'GROWTH') return { type, times: reader.whole('times', 1, L.timesMax) };
  return { type, months: reader.whole('months', 1, L.monthsMax) };
}
