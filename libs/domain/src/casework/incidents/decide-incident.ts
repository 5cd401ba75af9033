import { inForceWords, isExercise, legalStatusAt } from '../../rulebook/legal-status.js';
import type { Rule } from '../../rulebook/rule.js';
import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, type CaseId, happened, type Instant, refusal, SEVERITIES } from '../case-vocabulary.js';
import { countryOf } from '../clocks/calendar-book.js';
import { incidentClocksOf, type RuleClock, startRuleClocks } from '../clocks/rule-clocks.js';
import { meetClocks } from '../clocks/run-clocks.js';
import type { IncidentFacts, IncidentLinkKind } from './incident-event.js';

export interface ReportIncident extends IncidentFacts {
  description: string;
  relatedModel?: string | undefined;
}

/** Clocks of people and machines elsewhere are a little ahead of ours now and then. */
const AHEAD_MS_MAX = 600_000;

/** It joins the case that is given, and starts what the rules of the jurisdictions that it names ask for. */
export function decideIncident(
  state: CaseState,
  { description, relatedModel, ...facts }: ReportIncident,
  rules: readonly Rule[],
  context: CaseContext,
): CaseDecision<CaseEvent> {
  if (description.trim() === '') return refusal('INCIDENT_UNDESCRIBED', 'Say what happened.');
  if (facts.occurredAt > facts.discoveredAt) return refusal('INCIDENT_TIMES', 'It was discovered before it occurred.');
  if (facts.discoveredAt > context.now + AHEAD_MS_MAX) return refusal('INCIDENT_TIMES', 'It is to be discovered in the future.');
  const personal = { description, ...(relatedModel === undefined ? {} : { relatedModel }) };
  const reported: CaseEvent = { type: 'incident-reported', ...happened(context.actor, context.now), ...facts, personal };
  return { events: [reported, ...clocksOf(facts, rules, context), ...raisedBy(state, facts, context)] };
}

/**
 * No clock starts for rules that no longer stand, or never did. Those that are not in force yet run as an exercise. Rules name countries alone: a part of
 * one starts what its country has.
 */
const FALLEN: ReadonlySet<string> = new Set(['RESCINDED', 'VETOED', 'NOT_ENFORCED', 'NOT_STATED']);

export const incidentRules = (rules: readonly Rule[], jurisdictions: readonly string[], at: Instant): Rule[] =>
  rules.filter((rule) => jurisdictions.some((one) => countryOf(one) === rule.jurisdiction) && !FALLEN.has(legalStatusAt(rule, at)));

function clocksOf(
  { incident, imminentDanger, occurredAt, discoveredAt, jurisdictions, about }: IncidentFacts,
  rules: readonly Rule[],
  context: CaseContext,
): CaseEvent[] {
  return incidentRules(rules, jurisdictions, discoveredAt).flatMap((rule) =>
    startRuleClocks(context, {
      rule,
      subject: incident,
      factAt: occurredAt,
      knownAt: discoveredAt,
      only: incidentClocksOf(rule, { imminent: imminentDanger }).map(sayingWhatItIs(rule, discoveredAt)),
      scope: about,
    }),
  );
}

/** A duty that binds nobody on that day says so wherever it is shown. */
const sayingWhatItIs =
  (rule: Rule, at: Instant) =>
  (clock: RuleClock): RuleClock =>
    isExercise(legalStatusAt(rule, at))
      ? { ...clock, duty: `${clock.duty} (an exercise: ${rule.id} is ${inForceWords(rule, at)})` }
      : clock;

/** A case is at least as severe as any incident in it. */
function raisedBy(state: CaseState, { incident, severity }: IncidentFacts, { actor, now }: CaseContext): CaseEvent[] {
  if (SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(state.severity)) return [];
  return [{ type: 'severity-changed', ...happened(actor, now), severity, reason: `Incident ${incident}` }];
}

export interface LinkIncident {
  incident: string;
  kind: IncidentLinkKind;
  ref: string;
  /** The case that the flag or declaration is in. */
  case: CaseId;
  reason: string;
}

export function decideIncidentLink(state: CaseState, link: LinkIncident, { actor, now }: CaseContext): CaseDecision<CaseEvent> {
  const { incident: id, kind, ref, case: where, reason } = link;
  const incident = state.incidents.get(id);
  if (incident === undefined) return refusal('INCIDENT_UNKNOWN', 'There is no such incident.');
  if (reason.trim() === '') return refusal('REASON_MISSING', 'Say why.');
  if (incident.links.some((one) => one.kind === kind && one.ref === ref))
    return refusal('INCIDENT_LINKED', 'It is linked to this already.');
  const other = where === state.id ? {} : { other: where };
  const linked: CaseEvent = { type: 'incident-linked', ...happened(actor, now), incident: id, kind, ref, ...other, record: { reason } };
  if (where === state.id) return { events: [linked] };
  return { events: [linked, relatedByIncident(where, id, { actor, now })] };
}

/** Said in both cases when an incident ties them. */
export const relatedByIncident = (other: CaseId, incident: string, { actor, now }: Pick<CaseContext, 'actor' | 'now'>): CaseEvent => ({
  type: 'case-related',
  ...happened(actor, now),
  other,
  reason: `Incident ${incident}`,
});

export interface RecordIncidentReport {
  incident: string;
  /** Of the duty that is done with it. */
  clock: string;
  madeAt: Instant;
  to: string;
  reference?: string | undefined;
}

/** That the incident was reported to the authority that a duty names. It was late when it was made late, however late it is recorded. */
export function decideIncidentReport(
  state: CaseState,
  { incident: id, clock: clockId, madeAt, to, reference }: RecordIncidentReport,
  context: CaseContext,
): CaseDecision<CaseEvent> {
  const { actor, now } = context;
  const incident = state.incidents.get(id);
  if (incident === undefined) return refusal('INCIDENT_UNKNOWN', 'There is no such incident.');
  const clock = state.clocks.get(clockId);
  if (clock === undefined || clock.subject !== id) return refusal('INCIDENT_CLOCK_UNKNOWN', 'The incident has no such duty.');
  if (madeAt > now || madeAt < incident.occurredAt) return refusal('INCIDENT_TIMES', 'It was made before the incident, or is to be made.');
  const met = meetClocks(state, context, (one) => one.id === clockId, madeAt);
  if (met.length === 0) return refusal('INCIDENT_REPORTED_ALREADY', 'A report that does this duty was recorded before.');
  const personal = { to, ...(reference === undefined ? {} : { reference }) };
  return {
    events: [{ type: 'incident-report-made', ...happened(actor, now), incident: id, clock: clockId, madeAt, personal }, ...met],
  };
}
