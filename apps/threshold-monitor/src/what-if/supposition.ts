import type { Caller } from '@tidemark/access';
import {
  type Condition,
  type ControlRule,
  type Fraction,
  type NumberComparison,
  printThresholdNumber,
  type Rule,
  readShare,
  readThresholdNumber,
  SCOPE_KINDS,
  type ScopeKind,
  type ThresholdNumber,
} from '@tidemark/domain';
import { isOfTheScheme, readControlRule } from '../ask/asked-scope.js';
import { type Answer, refuse, shown } from '../ask/refusal.js';

/** A question as it came in, by any door. */
export interface RawSupposition {
  rule?: string | undefined;
  number?: string | undefined;
  comparison?: string | undefined;
  window?: string | undefined;
  scopes?: readonly string[] | undefined;
  controlRule?: string | undefined;
  ownershipShare?: string | undefined;
  utilisationPrior?: string | undefined;
  limit?: number | undefined;
}

/** A number that might be, over the same data. */
export interface Supposition {
  /** What it is compared with; undefined: nothing stands by such a number. */
  readonly rule: Rule | undefined;
  readonly number: ThresholdNumber;
  readonly printed: string;
  readonly comparison: NumberComparison;
  readonly window: Rule['window'];
  /** The rule's own dates, unless another number is supposed: that has none. */
  readonly effectiveFrom?: string | undefined;
  readonly effectiveTo?: string | undefined;
  readonly conditions: readonly Condition[];
  readonly scopes: readonly ScopeKind[];
  readonly controlRule: ControlRule;
  /** Groups are of those of whom the controller owns at least so much, over all paths. */
  readonly ownershipShare: Fraction | undefined;
  /** Parts per million, in place of the metering policy's. */
  readonly priorPpm: number | undefined;
  readonly limit: number;
}

export const ITEMS_DEFAULT = 1_000;
export const ITEMS_MAX = 10_000;

/** `rules`: those that the caller may see, the live version of each last. */
export function readSupposition(caller: Caller, raw: RawSupposition, rules: readonly Rule[]): Answer<Supposition> {
  const rule = raw.rule === undefined ? undefined : ruleNamed(rules, raw.rule);
  if (raw.rule !== undefined && !rule) return refuse('RULE_INVALID', `There is no rule ${shown(raw.rule)} with a number of FLOP.`, 'rule');
  if (!rule && raw.number === undefined) return refuse('WHAT_IF_EMPTY', 'Send a rule, or a number.', 'number');
  const number = raw.number === undefined ? rule?.number : readThresholdNumber(raw.number);
  if (!number || number.numerator <= 0n)
    return refuse(
      'NUMBER_INVALID',
      `number must be FLOP above zero as 1e25, 3.5e24, 1e25/3 or digits; it was ${shown(raw.number ?? '')}.`,
      'number',
    );
  const terms = readTerms(raw, rule);
  if ('refused' in terms) return terms;
  const who = readWho(caller, raw, rule);
  if ('refused' in who) return who;
  const isAsItIs = raw.number === undefined && raw.comparison === undefined && raw.window === undefined;
  return {
    answer: {
      rule,
      number,
      printed: printThresholdNumber(number),
      ...terms.answer,
      ...(isAsItIs && rule ? { effectiveFrom: rule.effectiveFrom, effectiveTo: rule.effectiveTo } : {}),
      conditions: rule?.conditions ?? [],
      ...who.answer,
      limit: raw.limit ?? ITEMS_DEFAULT,
    },
  };
}

function ruleNamed(rules: readonly Rule[], name: string): Rule | undefined {
  const [id, version] = name.split('@');
  return rules.findLast(
    (rule) => rule.id === id && (version === undefined || String(rule.version) === version) && rule.kind === 'TRAINING' && rule.number,
  );
}

const WINDOWS = ['ALL_TIME', 30, 90, 365] as const;

function readTerms(raw: RawSupposition, rule: Rule | undefined): Answer<Pick<Supposition, 'comparison' | 'window' | 'priorPpm'>> {
  const comparison = raw.comparison ?? rule?.comparison ?? 'AT_LEAST';
  if (comparison !== 'GREATER' && comparison !== 'AT_LEAST')
    return refuse('WHAT_IF_INVALID', `comparison must be GREATER or AT_LEAST; it was ${shown(comparison)}.`, 'comparison');
  const window = raw.window === undefined ? (rule?.window ?? 'ALL_TIME') : WINDOWS.find((one) => String(one) === raw.window);
  if (window === undefined) return refuse('WHAT_IF_INVALID', `window must be one of ${WINDOWS.join(', ')} (days).`, 'window');
  if (raw.utilisationPrior === undefined) return { answer: { comparison, window, priorPpm: undefined } };
  const priorPpm = ppmOf(raw.utilisationPrior);
  if (priorPpm === undefined)
    return refuse(
      'WHAT_IF_INVALID',
      'utilisationPrior must be a decimal from 0 to 1 with at most six places, as 0.45.',
      'utilisationPrior',
    );
  return { answer: { comparison, window, priorPpm } };
}

function ppmOf(text: string): number | undefined {
  const [, whole, decimals = ''] = /^([01])(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const ppm = Number(whole) * 1_000_000 + Number(decimals.padEnd(6, '0'));
  return ppm <= 1_000_000 ? ppm : undefined;
}

type Who = Pick<Supposition, 'scopes' | 'controlRule' | 'ownershipShare'>;

function readWho(caller: Caller, raw: RawSupposition, rule: Rule | undefined): Answer<Who> {
  const allowed = SCOPE_KINDS.filter((kind) => caller.provider === undefined || !isOfTheScheme({ kind }));
  const unknown = raw.scopes?.find((scope) => !(allowed as readonly string[]).includes(scope));
  if (unknown !== undefined)
    return refuse('WHAT_IF_INVALID', `scopes may name ${allowed.join(', ')}; they named ${shown(unknown)}.`, 'scopes');
  const wanted: readonly string[] = raw.scopes ?? rule?.scopes ?? allowed;
  const scopes = allowed.filter((kind) => wanted.includes(kind));
  if ((raw.ownershipShare !== undefined || raw.controlRule !== undefined) && !scopes.includes('group'))
    return refuse('WHAT_IF_INVALID', 'Shares and rules of control say who is in a group: groups are not among the scopes.', 'scopes');
  const control = readControlRule(raw.controlRule ?? rule?.controlRule);
  if ('refused' in control) return control;
  if (raw.ownershipShare === undefined) return { answer: { scopes, controlRule: control.answer, ownershipShare: undefined } };
  const share = readShare(raw.ownershipShare);
  if ('refused' in share) return refuse('WHAT_IF_INVALID', share.refused.detail, 'ownershipShare');
  return { answer: { scopes, controlRule: 'ownership-25', ownershipShare: share.share } };
}
