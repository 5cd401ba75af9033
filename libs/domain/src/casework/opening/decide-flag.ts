import type { Rule } from '../../rulebook/rule.js';
import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { isBeingWorked } from '../case-stage.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseFlag, type CaseId, type CaseScope, happened, isSameScope, type Severity } from '../case-vocabulary.js';
import type { ClockEvent } from '../clocks/case-clock.js';
import { crossingClocksOf, ruleClockId, startRuleClocks } from '../clocks/rule-clocks.js';
import { cancelClocks, startClock } from '../clocks/run-clocks.js';
import { graver, severityOf, startsClocks } from './flag-treatment.js';
import { INTAKE_POLICY, type IntakePolicy } from './intake-policy.js';

export interface FlagJoining {
  flag: CaseFlag;
  reason: string;
  /** Undefined: it is in no rulebook that casework knows. It joins without a clock, and says so. */
  rule: Rule | undefined;
  widenTo?: CaseScope | undefined;
  related?: readonly { other: CaseId; reason: string }[] | undefined;
}

/** A flag comes into a case that stands. One that is in it already changes nothing. */
export function decideJoin(
  state: CaseState,
  { flag, reason, rule, widenTo, related = [] }: FlagJoining,
  context: CaseContext,
  policy: IntakePolicy = INTAKE_POLICY,
): CaseDecision<CaseEvent> {
  if (state.flags.has(flag.id)) return { events: [] };
  const about = happened(context.actor, context.now);
  const unknown = rule === undefined ? ` No clock runs for it: the rule ${flag.rule}@${flag.ruleVersion} is not known here.` : '';
  const events: CaseEvent[] = [{ type: 'flag-joined', ...about, flag, reason: `${reason}${unknown}` }];
  if (widenTo !== undefined && !isSameScope(widenTo, state.subject))
    events.push({ type: 'subject-widened', ...about, subject: widenTo, reason });
  events.push(
    ...related.filter(({ other }) => !state.related.has(other)).map((one): CaseEvent => ({ type: 'case-related', ...about, ...one })),
  );
  events.push(...regimeMet(state, flag, rule, context, policy));
  events.push(...severityBecomes(state, graver(state.severity, severityOf(flag, policy)), `A flag of ${flag.rule} joined.`, context));
  if (state.stage === 'decided' || state.stage === 'appealed') events.push(lookAgain(state, flag, context));
  return { events };
}

/** The regime is met in this case for the first time, and its own clocks start: once for each rule, whatever its tiers and scopes. */
function regimeMet(state: CaseState, flag: CaseFlag, rule: Rule | undefined, context: CaseContext, policy: IntakePolicy): CaseEvent[] {
  const { regime, rule: id, ruleVersion, momentMs, knownAtMs } = flag;
  const isNew = ![...state.flags.values()].some((other) => other.regime === regime && !other.withdrawn);
  const met: CaseEvent[] = isNew
    ? [{ type: 'regime-met', ...happened(context.actor, context.now), regime, rule: id, ruleVersion, factAt: momentMs, knownAt: knownAtMs }]
    : [];
  return [...met, ...(rule !== undefined && startsClocks(flag, policy) ? ruleClocks(state, flag, rule, context) : [])];
}

/** One case has each duty of a rule once. One that was cancelled because its flags were withdrawn starts again. */
const CASE = 'case';
function ruleClocks(state: CaseState, flag: CaseFlag, rule: Rule, context: CaseContext): ClockEvent[] {
  const only = crossingClocksOf(rule).filter(({ n }) => {
    const standing = state.clocks.get(ruleClockId(rule, n, CASE));
    return standing === undefined || standing.status === 'cancelled';
  });
  // What is only foreseen has not happened: its duty starts with the knowledge of it.
  const factAt = flag.tier === 'PROJECTED' ? flag.knownAtMs : flag.momentMs;
  return startRuleClocks(context, { rule, subject: CASE, factAt, knownAt: flag.knownAtMs, only, scope: flag.scope });
}

/** Nobody works a decided case: what comes after the decision has to be looked at by somebody, who reopens it or closes it all the same. */
const lookAgain = (state: CaseState, flag: CaseFlag, context: CaseContext): ClockEvent =>
  startClock(context, {
    id: `TRIAGE:flag ${flag.id}`,
    kind: 'TRIAGE',
    duty: 'Look at a flag that came after the decision',
    subject: `flag ${flag.id}`,
    jurisdiction: state.jurisdiction,
    term: { unit: 'WORKING_DAYS', count: context.policy.triageWorkingDays },
    startsOn: 'KNOWLEDGE',
    startedAt: context.now,
  });

/** What a later fact of the monitor says of a flag. */
export type CaseFlagChange =
  | { type: 'MOVED' | 'CONFIRMED' | 'SUPERSEDED' | 'PROJECTION_UPDATED'; flag: CaseFlag }
  | { type: 'WITHDRAWN'; flag: CaseFlag; reason: string };

/** The flag as it stands now, in whatever stage the case is: nobody decides on a flag that is gone without knowing it. */
export function decideFlagChange(
  state: CaseState,
  change: CaseFlagChange,
  context: CaseContext,
  policy: IntakePolicy = INTAKE_POLICY,
): CaseDecision<CaseEvent> {
  const known = state.flags.get(change.flag.id);
  if (known === undefined) return { events: [] };
  const about = happened(context.actor, context.now);
  if (change.type !== 'WITHDRAWN') return { events: [{ type: 'flag-changed', ...about, flag: change.flag, change: change.type }] };
  if (known.withdrawn) return { events: [] };
  const left = [...state.flags.values()].filter(({ id, withdrawn }) => id !== known.id && !withdrawn);
  return {
    events: [
      { type: 'flag-withdrawn', ...about, flag: known.id, reason: change.reason },
      ...groundsGone(state, known, left, context, policy),
      ...severityAfter(state, left, context, policy),
    ],
  };
}

/** The duties of a rule end when no flag of it is left that would have started them: nobody can fail at what was not asked. */
function groundsGone(
  state: CaseState,
  { rule, ruleVersion }: CaseFlag,
  left: readonly CaseFlag[],
  context: CaseContext,
  policy: IntakePolicy,
): ClockEvent[] {
  if (left.some((other) => other.rule === rule && other.ruleVersion === ruleVersion && startsClocks(other, policy))) return [];
  const prefix = ruleClockId({ id: rule, version: ruleVersion }, 0, CASE).replace(`:0:${CASE}`, ':');
  return cancelClocks(
    state,
    context,
    'Every flag that it came from was withdrawn.',
    ({ id, kind, subject }) => kind === 'RULE' && subject === CASE && id.startsWith(prefix),
  );
}

/** Never graver than it was: a withdrawal takes away. */
function severityAfter(state: CaseState, left: readonly CaseFlag[], context: CaseContext, policy: IntakePolicy): CaseEvent[] {
  if (!isBeingWorked(state.stage)) return [];
  const severity = [...left.map((flag) => severityOf(flag, policy)), ...besideFlags(state)].reduce(graver, 'LOW');
  if (graver(severity, state.severity) === severity) return [];
  const reason =
    left.length === 0
      ? 'Every flag of the case was withdrawn. People close it, or go on for what else they found.'
      : 'A flag was withdrawn: these are the flags that are left.';
  return severityBecomes(state, severity, reason, context);
}

/** How grave a case is, whatever its flags say: as whoever opened it said, as its incidents are, for an order that nobody heard, for an evaluation that was not passed. */
function besideFlags({ severityGiven, incidents, orders, evaluations }: CaseState): Severity[] {
  const isUnheard = [...orders.orders.values()].some(({ status, escalatedAt }) => status === 'issued' && escalatedAt !== undefined);
  const isUnpassed = [...evaluations.values()].some(({ result }) => result?.passed === false);
  return [severityGiven, ...[...incidents.values()].map(({ severity }) => severity), ...(isUnheard || isUnpassed ? ['HIGH' as const] : [])];
}

function severityBecomes(state: CaseState, severity: Severity, reason: string, { actor, now }: CaseContext): CaseEvent[] {
  return severity === state.severity ? [] : [{ type: 'severity-changed', ...happened(actor, now), severity, reason }];
}
