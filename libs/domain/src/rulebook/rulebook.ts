import { printRule } from './print-rule.js';
import { type Rule, ruleKey } from './rule.js';
import { latestVersions } from './validate-rulebook.js';

/** One version of the whole: which rules it holds, all their versions among them. Versions are added, never edited. */
export interface Rulebook {
  /** 1, 2, 3, ... */
  readonly version: number;
  /** From 00:00 UTC of this day. */
  readonly date: string;
  readonly rules: readonly Rule[];
}

/** One field of a rule that says something else, as text of its JSON form. Undefined: it said nothing, or does not any more. */
export interface FieldDifference {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface RuleDifference {
  readonly id: string;
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly fields: readonly FieldDifference[];
}

export interface RulebookDifferences {
  /** Keys `id@version` of rules whose id the earlier one does not have. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Rules of one id whose latest version says something else. */
  readonly changed: readonly RuleDifference[];
}

/** What a later rulebook says that an earlier one did not, by the latest version of each rule. */
export function differencesBetween(earlier: Pick<Rulebook, 'rules'>, later: Pick<Rulebook, 'rules'>): RulebookDifferences {
  const before = new Map(latestVersions(earlier.rules).map((rule) => [rule.id, rule]));
  const after = new Map(latestVersions(later.rules).map((rule) => [rule.id, rule]));
  return {
    added: [...after.values()].filter(({ id }) => !before.has(id)).map(ruleKey),
    removed: [...before.values()].filter(({ id }) => !after.has(id)).map(ruleKey),
    changed: [...after.values()].flatMap((rule) => changeOf(before.get(rule.id), rule)),
  };
}

function changeOf(before: Rule | undefined, after: Rule): RuleDifference[] {
  if (before === undefined) return [];
  const fields = differencesOfRules(before, after);
  const same = fields.length === 0 && before.version === after.version;
  return same ? [] : [{ id: after.id, fromVersion: before.version, toVersion: after.version, fields }];
}

/** Field by field, the version left out. */
export function differencesOfRules(before: Rule, after: Rule): FieldDifference[] {
  const [old, now] = [printRule(before), printRule(after)].map((json) => new Map(Object.entries(json))) as [Fields, Fields];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: textOf(old.get(field)), after: textOf(now.get(field)) }))
    .filter(({ field, before, after }) => field !== 'version' && before !== after);
}

type Fields = Map<string, unknown>;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : JSON.stringify(value));

/** All versions of a rule, rising. */
export const versionsOf = ({ rules }: Pick<Rulebook, 'rules'>, id: string): Rule[] =>
  rules.filter((rule) => rule.id === id).sort((a, b) => a.version - b.version);

/** How far ahead PROJECTED looks, days: the rule's own, or the longer of 30 days and 1.5 x its notice period, rounded up. */
export const horizonDaysOf = ({ horizonDays, noticeDays = 0 }: Pick<Rule, 'horizonDays' | 'noticeDays'>): number =>
  horizonDays ?? Math.max(30, Math.ceil((noticeDays * 3) / 2));

/** The rules that say anything about a scope of this provider; undefined: of one that stands over providers. A policy is its provider's alone. */
export const rulesFor = (rules: readonly Rule[], provider: string | undefined): Rule[] =>
  rules.filter((rule) => rule.provider === undefined || rule.provider === provider);
