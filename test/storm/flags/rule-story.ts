/** Rules come, are tried, activated by two persons and retired while flags are raised by the others. */
import { PUBLISHED_RULEBOOK, printRule, type RuleJson } from '@tidemark/domain';
import type { RuleTruth } from '../../truth/flags/flag-truth.model.js';
import { type Rational, rational } from '../../truth/flags/rational.js';
import { NotRetryable, untilDone } from '../harness/patience.js';
import type { StormClient } from '../identity/registry-storm.js';

const published = (id: string): RuleJson => printRule(PUBLISHED_RULEBOOK.rules.find((rule) => rule.id === id)!);

const BASIC: RuleJson = { ...published('band-identity'), id: 'storm-basic', level: 'BASIC', number: '3e21' };
const MONTH: RuleJson = { ...published('us-outbound-850-notifiable'), id: 'storm-month', window: 30, number: '2e22' };
const QUARTER: RuleJson = { ...published('us-outbound-850-notifiable'), id: 'storm-quarter', window: 90, number: '1e23/3' };
const OWNED: RuleJson = { ...published('us-outbound-850-notifiable'), id: 'storm-owned', scopes: ['group'], controlRule: 'ownership-25' };

type Step = { rule: Pick<RuleJson, 'id' | 'version'>; to: string; path: string; body: object; by: 'one' | 'other' };

const propose = (rule: RuleJson): Step => ({ rule, to: 'PROPOSED', path: '/v1/rules', body: rule, by: 'one' });
const named = ({ id, version }: Step['rule']): string => `/v1/rules/${id}/${version}`;
const trying = (rule: RuleJson): Step[] => [propose(rule), { rule, to: 'TRIAL', path: `${named(rule)}/trial`, body: {}, by: 'one' }];

function activating(rule: RuleJson): Step[] {
  const activeFrom = new Date().toISOString().slice(0, 10);
  return [
    { rule, to: 'ACTIVATION_ASKED', path: `${named(rule)}/activation`, body: { activeFrom }, by: 'one' },
    { rule, to: 'ACTIVE', path: `${named(rule)}/activation/approval`, body: {}, by: 'other' },
  ];
}

function retiring(rule: Step['rule']): Step[] {
  const path = `${named(rule)}/retirement`;
  return [
    { rule, to: 'RETIREMENT_ASKED', path, body: { reason: 'No longer wanted.' }, by: 'one' },
    { rule, to: 'RETIRED', path: `${path}/approval`, body: {}, by: 'other' },
  ];
}

/** In their order; each is one change. */
export const ruleSteps = (): Step[] => [
  ...[propose(BASIC), ...activating(BASIC)],
  ...trying(MONTH),
  ...[propose(OWNED), ...activating(OWNED)],
  ...[propose({ ...BASIC, version: 2, number: '5e21' }), ...activating({ ...BASIC, version: 2 })],
  ...activating(MONTH),
  ...trying(QUARTER),
  ...retiring({ id: 'us-outbound-850-prohibited', version: 1 }),
];

/** The same speaker at each instance of the monitor. */
export type MonitorSpeaker = readonly StormClient[];

const PATIENCE_MS = 240_000;

/** Asks one instance after the other until one answers: whoever changes rules judges everything, and may be killed over it many times. */
export function askEither(speaker: MonitorSpeaker, method: string, path: string, body?: object): ReturnType<StormClient['once']> {
  let attempt = 0;
  return untilDone(`${method} ${path}`, () => speaker[attempt++ % speaker.length]!.once(method, path, body ? { body } : {}), PATIENCE_MS);
}

/** Rules know no key of repetition: what was cut off is done if the rule stands where it should. */
export async function takeRuleStep({ rule, to, path, body }: Step, speaker: MonitorSpeaker): Promise<void> {
  const { status, body: answer } = await askEither(speaker, 'POST', path, body);
  if (status < 300) return;
  const { items } = (await askEither(speaker, 'GET', `/v1/rules/${rule.id}`)).body as { items?: { version: number; state: string }[] };
  const state = items?.find(({ version }) => version === rule.version)?.state;
  if (state !== to) throw new NotRetryable(`${path} answered ${status} ${JSON.stringify(answer)} and ${rule.id} is ${state}`);
}

type AskedRule = RuleJson & { judged: 'LIVE' | 'SHADOW' | 'NOT' };

/** Those that are judged, as the model reads them; what judges without a number is no rule of the model's. */
export async function judgedRules(client: StormClient): Promise<{ rule: RuleTruth; state: 'ACTIVE' | 'TRIAL' }[]> {
  const rules = await client.all<AskedRule>('/v1/rules');
  return rules
    .filter(({ judged, kind }) => judged !== 'NOT' && kind !== 'USE' && kind !== 'NO_NUMBER')
    .map((rule) => ({ rule: truthOfRule(rule), state: rule.judged === 'LIVE' ? 'ACTIVE' : 'TRIAL' }));
}

function truthOfRule(rule: AskedRule): RuleTruth {
  const { id, version, kind, scopes, tiers, number, comparison = 'AT_LEAST', window, controlRule, conditions } = rule;
  const { effectiveFrom, effectiveTo, level, interconnectAboveGbps, horizonDays, noticeDays, provider } = rule;
  const defined = { level, interconnectAboveGbps, horizonDays, noticeDays, provider };
  return {
    ...{ id, version, kind: kind as RuleTruth['kind'], scopes: [...scopes], tiers: [...tiers], comparison, controlRule },
    conditions: conditions.map((one) =>
      one.type === 'ATTESTED' ? { type: 'ATTESTED', subject: one.subject } : { type: 'DECLARED_MODALITY', anyOf: [...one.anyOf] },
    ),
    ...(number === undefined ? {} : { number: readNumber(number) }),
    ...(window === 'ALL_TIME' ? {} : { windowDays: window }),
    ...(effectiveFrom === undefined ? {} : { fromMs: Date.parse(effectiveFrom) }),
    ...(effectiveTo === undefined ? {} : { toMs: Date.parse(effectiveTo) }),
    ...(Object.fromEntries(Object.entries(defined).filter(([, value]) => value !== undefined)) as Partial<RuleTruth>),
  };
}

/** "1e25", "1e25/3": whole digits, an exponent, and perhaps what it is divided by. */
function readNumber(text: string): Rational {
  const [, digits, exponent = '0', under = '1'] = /^(\d+)(?:e(\d+))?(?:\/(\d+))?$/.exec(text) ?? [];
  if (digits === undefined) throw new Error(`a number as ${text} is not expected here`);
  return rational(BigInt(digits) * 10n ** BigInt(exponent), BigInt(under));
}
