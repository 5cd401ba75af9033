import { CONTROL_RULES } from '../control/customer-groups.js';
import { readInstant } from '../customers/calendar.js';
import { SCOPE_KINDS, type ScopeKind } from '../thresholds/scope.js';
import { TIERS, type Tier } from '../thresholds/standing.js';
import { dayMs } from './legal-status.js';
import {
  BAND_LEVELS,
  CLOCK_OCCASIONS,
  CLOCK_STARTS,
  type Clock,
  COMPARISONS,
  CONDITION_TYPES,
  LEGAL_STATUSES,
  RULE_KINDS,
  type Rule,
  type RuleKind,
  ruleKey,
  WINDOWS,
} from './rule.js';
import type { RuleProblem, RuleProblemCode } from './rule-problem.js';

/** What a rule of a kind says and does not say. What stands in neither list may be there or not. */
interface KindForm {
  readonly needs: readonly (keyof Rule)[];
  readonly refuses: readonly (keyof Rule)[];
  readonly scopes: readonly ScopeKind[];
  readonly tiers: readonly Tier[];
}

const NUMBERS = ['number', 'comparison'] as const;
/** How far ahead a rule looks and from when to when it holds: said of crossings alone. */
const OF_CROSSINGS = ['horizonDays', 'noticeDays', 'effectiveFrom', 'effectiveTo'] as const;

const FORMS: Record<RuleKind, KindForm> = {
  TRAINING: {
    needs: NUMBERS,
    refuses: ['level', 'interconnectAboveGbps', 'evaluation'],
    scopes: ['cluster', 'account', 'customer', 'party', 'group'],
    tiers: ['POSSIBLE', 'PROBABLE', 'CERTAIN', 'PROJECTED'],
  },
  BAND: {
    needs: [...NUMBERS, 'level'],
    refuses: ['interconnectAboveGbps', 'evaluation', ...OF_CROSSINGS],
    scopes: ['account', 'customer', 'party'],
    tiers: ['PROBABLE'],
  },
  CAPACITY: {
    needs: NUMBERS,
    refuses: ['level', 'evaluation', ...OF_CROSSINGS],
    scopes: ['cluster'],
    tiers: ['POSSIBLE', 'CERTAIN'],
  },
  EVALUATION: {
    needs: ['evaluation'],
    refuses: ['level', 'interconnectAboveGbps', ...OF_CROSSINGS],
    scopes: ['customer', 'party', 'group'],
    tiers: ['PROBABLE'],
  },
  USE: {
    needs: [],
    refuses: [...NUMBERS, 'level', 'interconnectAboveGbps', 'evaluation', ...OF_CROSSINGS],
    scopes: ['cluster', 'account', 'customer', 'party', 'group'],
    tiers: [],
  },
  NO_NUMBER: {
    needs: [],
    refuses: [...NUMBERS, 'level', 'interconnectAboveGbps', 'evaluation', ...OF_CROSSINGS],
    scopes: [],
    tiers: [],
  },
};

/** Everything that makes one rule contradict itself or leave out what its kind needs. Empty for a sound rule. */
export const problemsOfRule = (rule: Rule): RuleProblem[] => {
  const fail = (code: RuleProblemCode, field: string, detail: string): RuleProblem => ({ code, rule: ruleKey(rule), field, detail });
  const unknown = wordProblems(rule, fail);
  if (unknown.length > 0) return unknown;
  return [formProblems, scopeProblems, numberProblems, dateProblems, conditionProblems, clockProblems].flatMap((check) =>
    check(rule, fail),
  );
};

type Fail = (code: RuleProblemCode, field: string, detail: string) => RuleProblem;

type Word = [field: string, word: unknown, known: readonly unknown[]];

/** The types rule them out in code; data that came by another way is looked at all the same. */
function wordProblems(rule: Rule, fail: Fail): RuleProblem[] {
  const words: Word[] = [
    ['kind', rule.kind, RULE_KINDS],
    ['window', rule.window, WINDOWS],
    ['controlRule', rule.controlRule, CONTROL_RULES],
    ['comparison', rule.comparison, [undefined, ...COMPARISONS]],
    ['level', rule.level, [undefined, ...BAND_LEVELS]],
    ...rule.statuses.map(({ status }, index): Word => [`statuses[${index}].status`, status, LEGAL_STATUSES]),
    ...rule.scopes.map((scope, index): Word => [`scopes[${index}]`, scope, SCOPE_KINDS]),
    ...rule.tiers.map((tier, index): Word => [`tiers[${index}]`, tier, TIERS]),
    ...rule.clocks.map(({ from }, index): Word => [`clocks[${index}].from`, from, CLOCK_STARTS]),
    ...rule.clocks.map(({ on }, index): Word => [`clocks[${index}].on`, on, [undefined, ...CLOCK_OCCASIONS]]),
    ...rule.conditions.map(({ type }, index): Word => [`conditions[${index}].type`, type, CONDITION_TYPES]),
  ];
  return words.flatMap(([field, word, known]) => (known.includes(word) ? [] : [fail('WORD_UNKNOWN', field, `${word} is not known.`)]));
}

function formProblems(rule: Rule, fail: Fail): RuleProblem[] {
  const { needs, refuses } = FORMS[rule.kind];
  const missing = needs.filter((field) => rule[field] === undefined);
  const unwanted = refuses.filter((field) => rule[field] !== undefined);
  return [
    ...missing.map((field) => fail(missingCode(field), field, `A rule of kind ${rule.kind} says it.`)),
    ...unwanted.map((field) => fail('FIELD_NOT_OF_KIND', field, `A rule of kind ${rule.kind} does not say it.`)),
    ...(rule.citation.trim() === '' ? [fail('FIELD_MISSING', 'citation', 'Say where the rule stands.')] : []),
  ];
}

const missingCode = (field: keyof Rule): RuleProblemCode =>
  field === 'level' ? 'LEVEL_MISSING' : field === 'number' || field === 'comparison' ? 'NUMBER_MISSING' : 'FIELD_MISSING';

function scopeProblems({ kind, scopes, tiers, provider }: Rule, fail: Fail): RuleProblem[] {
  const form = FORMS[kind];
  return [
    ...(provider === undefined ? [] : beyondProvider(scopes, fail)),
    ...listProblems('scopes', scopes, form.scopes, fail),
    ...listProblems('tiers', tiers, form.tiers, fail),
    ...(form.scopes.length > 0 && scopes.length === 0 ? [fail('FIELD_MISSING', 'scopes', 'It would judge nothing.')] : []),
    ...(form.tiers.length > 0 && tiers.length === 0 ? [fail('FIELD_MISSING', 'tiers', 'It would raise nothing.')] : []),
  ];
}

/** Parties and groups stand over providers: a policy of one is never judged there, so it may not look as if it were. */
const beyondProvider = (scopes: readonly ScopeKind[], fail: Fail): RuleProblem[] =>
  scopes.flatMap((scope, index) =>
    scope === 'party' || scope === 'group'
      ? [fail('SCOPE_OF_SCHEME', `scopes[${index}]`, 'A policy judges compute clusters, accounts and customers of its provider.')]
      : [],
  );

const listProblems = <Word extends string>(field: string, words: readonly Word[], of: readonly Word[], fail: Fail): RuleProblem[] =>
  words.flatMap((word, index) => {
    if (!of.includes(word)) return [fail('FIELD_NOT_OF_KIND', `${field}[${index}]`, `One of ${of.join(', ') || 'none'}.`)];
    return words.indexOf(word) < index ? [fail('TOO_MANY', `${field}[${index}]`, `${word} stands there already.`)] : [];
  });

function numberProblems({ kind, number, comparison, window, evaluation }: Rule, fail: Fail): RuleProblem[] {
  const problems: RuleProblem[] = [];
  if (number !== undefined && number.numerator <= 0n) problems.push(fail('NUMBER_NOT_POSITIVE', 'number', 'Write a number above zero.'));
  if (kind === 'EVALUATION') problems.push(...evaluationProblems({ number, comparison, evaluation }, fail));
  if (kind === 'BAND' && comparison === 'GREATER') problems.push(fail('FIELD_NOT_OF_KIND', 'comparison', 'A band begins at its number.'));
  if (kind !== 'TRAINING' && window !== 'ALL_TIME') problems.push(fail('FIELD_NOT_OF_KIND', 'window', 'Only TRAINING has windows.'));
  return problems;
}

/** Growth compares a scope with itself; months run from when use reached a number. */
function evaluationProblems(
  { number, comparison, evaluation }: Pick<Rule, 'number' | 'comparison' | 'evaluation'>,
  fail: Fail,
): RuleProblem[] {
  const given = [number, comparison].filter((part) => part !== undefined).length;
  if (evaluation?.type === 'GROWTH' && given > 0) return [fail('FIELD_NOT_OF_KIND', 'number', 'Growth needs no number.')];
  if (evaluation?.type === 'MONTHS' && given < 2) return [fail('NUMBER_MISSING', 'number', 'From which use on?')];
  return [];
}

function dateProblems({ statuses, effectiveFrom, effectiveTo }: Rule, fail: Fail): RuleProblem[] {
  const malformed = [
    ...statuses.map(({ from }, index) => [`statuses[${index}].from`, from] as const),
    ['effectiveFrom', effectiveFrom] as const,
    ['effectiveTo', effectiveTo] as const,
  ].filter(([, date]) => date !== undefined && !isDay(date));
  if (malformed.length > 0) return malformed.map(([field]) => fail('DATE_MALFORMED', field, 'Write a day as "2026-01-31".'));
  const reversed = effectiveFrom !== undefined && effectiveTo !== undefined && effectiveTo <= effectiveFrom;
  return [
    ...statuses.flatMap(({ from }, index) =>
      index > 0 && !isAfter(from, statuses[index - 1]!.from)
        ? [fail('STATUSES_NOT_RISING', `statuses[${index}].from`, 'A later day than the one before.')]
        : [],
    ),
    ...(reversed ? [fail('DATES_REVERSED', 'effectiveTo', 'It ends before it takes effect.')] : []),
  ];
}

const isDay = (date: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(date) && readInstant(date) === dayMs(date);

const isAfter = (date: string | undefined, before: string | undefined): boolean =>
  date !== undefined && (before === undefined || date > before);

/** A compute cluster has no customer that could declare anything, so a condition on a rule for it alone would never be met. */
function conditionProblems({ kind, scopes, conditions }: Rule, fail: Fail): RuleProblem[] {
  if (conditions.length === 0) return [];
  if (kind !== 'TRAINING') return [fail('FIELD_NOT_OF_KIND', 'conditions', 'Only TRAINING asks for what usage cannot show.')];
  const hopeless = scopes.length > 0 && scopes.every((scope) => scope === 'cluster');
  return hopeless ? [fail('CONDITION_NOT_EVALUABLE', 'conditions', 'A compute cluster declares nothing.')] : [];
}

/** Two terms would be two clocks. */
const TERMS = ['hours', 'days', 'workingDays', 'months', 'quarterDays'] as const;

const clockProblems = ({ clocks }: Rule, fail: Fail): RuleProblem[] =>
  clocks.flatMap((clock, index) => problemsOfClock(clock, (field, detail) => fail('CLOCK_UNCLEAR', `clocks[${index}].${field}`, detail)));

function problemsOfClock(clock: Clock, unclear: (field: string, detail: string) => RuleProblem): RuleProblem[] {
  const { on = 'CROSSING', imminent, quarterDays = [] } = clock;
  const [, ...more] = TERMS.filter((term) => clock[term] !== undefined);
  const rising = quarterDays.every((day, index) => index === 0 || day > quarterDays[index - 1]!);
  const empty = clock.quarterDays?.length === 0;
  return [
    ...more.map((term) => unclear(term, 'The clock has another term already.')),
    ...(empty || !rising ? [unclear('quarterDays', 'At least one day, each later in the year than the one before.')] : []),
    ...(imminent === true && on !== 'INCIDENT' ? [unclear('imminent', 'Of incidents alone.')] : []),
  ];
}
