import { compare } from '../control/fraction.js';
import { problemsOfRule } from './check-rule.js';
import { BAND_LEVELS, type Rule, ruleKey } from './rule.js';
import type { RuleProblem, RuleProblemCode } from './rule-problem.js';

/**
 * Everything that makes a set of rules leave a gap or contradict itself: each rule by itself, two of one id and version, versions that
 * are not 1, 2, 3, ..., versions that change kind or owner, bands that ask for less where use is more. Empty for a sound rulebook.
 * `standing`: those that are judged together; what was retired or taken back keeps its version and competes with nobody.
 */
export function validateRulebook(rules: readonly Rule[], standing: readonly Rule[] = rules): RuleProblem[] {
  const histories = Map.groupBy(rules, ({ id }) => id);
  return [...rules.flatMap(problemsOfRule), ...Array.from(histories.values()).flatMap(historyProblems), ...bandProblems(standing)];
}

const fail = (code: RuleProblemCode, rule: Rule, field: string, detail: string): RuleProblem => ({
  code,
  rule: ruleKey(rule),
  field,
  detail,
});

function historyProblems(versions: readonly Rule[]): RuleProblem[] {
  const sorted = versions.toSorted((a, b) => a.version - b.version);
  return sorted.flatMap((rule, index) => {
    const before = sorted[index - 1];
    if (before?.version === rule.version) return [fail('RULE_TWICE', rule, 'version', 'Another rule has this id and version.')];
    const problems: RuleProblem[] = [];
    const expected = (before?.version ?? 0) + 1;
    if (rule.version !== expected) problems.push(fail('VERSION_GAP', rule, 'version', `Version ${expected} is not there.`));
    if (before !== undefined && (before.kind !== rule.kind || before.provider !== rule.provider))
      problems.push(fail('KIND_CHANGED', rule, 'kind', `Version ${before.version} is ${ownerAndKind(before)}.`));
    return problems;
  });
}

const ownerAndKind = ({ kind, provider }: Rule): string => (provider === undefined ? kind : `${kind} of ${provider}`);

/** The latest version of each band. A provider's bands stand beside the house's: each owner's rise by themselves. */
function bandProblems(rules: readonly Rule[]): RuleProblem[] {
  const bands = latestVersions(rules).filter(({ kind, number, level }) => kind === 'BAND' && number !== undefined && level !== undefined);
  return Array.from(Map.groupBy(bands, ({ provider }) => provider).values()).flatMap((owned) => {
    const rising = owned.toSorted((a, b) => compare(a.number!, b.number!));
    return rising.flatMap((band, index) =>
      index > 0 && rank(band) < rank(rising[index - 1]!)
        ? [fail('BANDS_NOT_RISING', band, 'level', `${rising[index - 1]!.id} asks for more at less use.`)]
        : [],
    );
  });
}

const rank = ({ level }: Rule): number => BAND_LEVELS.indexOf(level!);

/** Of each id the highest version, in the order in which the ids came. */
export const latestVersions = (rules: readonly Rule[]): Rule[] =>
  Array.from(Map.groupBy(rules, ({ id }) => id).values(), (versions) => versions.reduce((a, b) => (b.version > a.version ? b : a)));
