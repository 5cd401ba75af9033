/**
 * How far a customer is verified, as a state machine.
 *
 *   idle ──start(level)──▶ open ──propose──▶ proposed ──approve, by another person where the level asks for two──▶ idle, level attained
 *            ▲              │ ▲                 ├──resubmit (reason), or the profile changed──▶ open
 *            │              │ └─────────────────┘
 *            └──withdraw / refuse (reason)──────┴──▶ idle, level as before
 *
 * Where one person is enough, approving needs no proposal. Each attained level has an end of its own; past it the customer falls to the highest level that
 * still stands. A higher level attained carries the lower ones with it.
 */
import { DAY_MS } from './calendar.js';
import type { VerificationLevel } from './customer-profile.js';
import { type CustomerDecision, reasonFault, refuseCustomer } from './customer-refusal.js';
import type { MissingItem } from './missing-for-level.js';
import { ATTAINABLE_LEVELS, type AttainableLevel, levelsUpTo, type VerificationRules } from './verification-rules.js';

export interface Attainment {
  readonly atMs: number;
  /** Exclusive. */
  readonly validToMs: number;
  /** From when a re-verification is asked for. */
  readonly reverifyFromMs: number;
  readonly rules: string;
}

export interface Verification {
  readonly attained: Readonly<Partial<Record<AttainableLevel, Attainment>>>;
  readonly attempt?: VerificationAttempt;
  /** When people last looked and gave a level: at its proposal, where there was one. What became known later was not in their view. */
  readonly lookedAtMs?: number;
}

export interface VerificationAttempt {
  readonly level: AttainableLevel;
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly proposal?: { readonly by: string; readonly atMs: number; readonly reason: string };
}

export const NEVER_VERIFIED: Verification = { attained: {} };

interface Step {
  by: string;
  nowMs: number;
  reason: string;
  evidence?: readonly string[];
}

export type VerificationCommand =
  | { type: 'start-verification'; level: AttainableLevel; by: string; nowMs: number }
  | ({ type: 'propose-level' } & Step)
  | ({ type: 'approve-level' } & Step)
  | ({ type: 'refuse-level' } & Step)
  | ({ type: 'resubmit-level' } & Step)
  | ({ type: 'withdraw-verification' } & Step)
  | ({ type: 'downgrade'; level: VerificationLevel } & Step)
  | { type: 'lapse'; by: string; nowMs: number };

interface Done {
  by: string;
  atMs: number;
  reason: string;
  evidence?: readonly string[];
}

export type VerificationEvent =
  | { type: 'verification-started'; level: AttainableLevel; by: string; atMs: number }
  | ({ type: 'level-proposed'; level: AttainableLevel } & Done)
  | ({ type: 'level-attained'; level: AttainableLevel; proposedBy?: string; rules: string; attained: Verification['attained'] } & Done)
  | ({ type: 'level-refused'; level: AttainableLevel } & Done)
  | ({ type: 'verification-reopened'; level: AttainableLevel } & Done)
  | ({ type: 'verification-withdrawn'; level: AttainableLevel } & Done)
  | ({ type: 'level-downgraded'; from: VerificationLevel; to: VerificationLevel } & Done)
  | ({ type: 'level-lapsed'; from: VerificationLevel; to: VerificationLevel } & Done);

export interface VerificationContext {
  readonly rules: VerificationRules;
  /** What the level misses now. */
  missing(level: AttainableLevel): readonly MissingItem[];
}

export function decideVerification(
  verification: Verification,
  command: VerificationCommand,
  context: VerificationContext,
): CustomerDecision<VerificationEvent> {
  switch (command.type) {
    case 'start-verification':
      return start(verification, command);
    case 'downgrade':
      return downgrade(verification, command);
    case 'lapse':
      return lapse(verification, command);
    default:
      return stepOfAttempt(verification, command, context);
  }
}

/** The level at an instant, by what was attained and has not ended then. */
export function levelAt({ attained }: Verification, atMs: number): VerificationLevel {
  return ATTAINABLE_LEVELS.filter((level) => (attained[level]?.validToMs ?? Number.NEGATIVE_INFINITY) > atMs).at(-1) ?? 'NONE';
}

function start(verification: Verification, { level, by, nowMs }: VerificationCommand & { type: 'start-verification' }) {
  if (verification.attempt !== undefined)
    return refuseCustomer('VERIFICATION_OPEN', `A verification for ${verification.attempt.level} is open: decide or withdraw it first.`);
  const current = levelAt(verification, nowMs);
  if (current !== 'NONE' && ATTAINABLE_LEVELS.indexOf(level) < ATTAINABLE_LEVELS.indexOf(current))
    return refuseCustomer(
      'LEVEL_BELOW_CURRENT',
      `The customer is verified to ${current}: a level can be renewed or raised; lower it by a downgrade.`,
      'level',
    );
  return { events: [{ type: 'verification-started', level, by, atMs: nowMs } as const] };
}

type AttemptCommand = VerificationCommand & {
  type: 'propose-level' | 'approve-level' | 'refuse-level' | 'resubmit-level' | 'withdraw-verification';
};

function stepOfAttempt(
  { attempt }: Verification,
  command: AttemptCommand,
  context: VerificationContext,
): CustomerDecision<VerificationEvent> {
  if (attempt === undefined) return refuseCustomer('VERIFICATION_NOT_OPEN', 'No verification is open: start one.');
  const fault = reasonFault(command.reason);
  if (fault !== undefined) return fault;
  const { level } = attempt;
  const done = doneBy(command);
  switch (command.type) {
    case 'propose-level':
      if (attempt.proposal !== undefined) return refuseCustomer('PROPOSED_ALREADY', 'The level is proposed: it waits for a decision.');
      return incomplete(level, context) ?? { events: [{ type: 'level-proposed', level, ...done }] };
    case 'withdraw-verification':
      return { events: [{ type: 'verification-withdrawn', level, ...done }] };
    case 'approve-level':
      return (
        mayDecide(attempt, command, context) ?? incomplete(level, context) ?? { events: [attainedEvent(attempt, done, context.rules)] }
      );
    case 'refuse-level':
      return ownProposal(attempt, command, context) ?? { events: [{ type: 'level-refused', level, ...done }] };
    case 'resubmit-level':
      if (attempt.proposal === undefined) return refuseCustomer('NOT_PROPOSED', 'Nothing is proposed that could be sent back.');
      return ownProposal(attempt, command, context) ?? { events: [{ type: 'verification-reopened', level, ...done }] };
    default:
      return command satisfies never;
  }
}

const doneBy = ({ by, nowMs, reason, evidence }: Step & { nowMs: number }): Done => ({
  by,
  atMs: nowMs,
  reason,
  ...(evidence === undefined ? {} : { evidence }),
});

function mayDecide(attempt: VerificationAttempt, step: Step, context: VerificationContext) {
  if (context.rules.levels[attempt.level].people === 2 && attempt.proposal === undefined)
    return refuseCustomer('NOT_PROPOSED', `${attempt.level} takes two people: one proposes it, another decides.`);
  return ownProposal(attempt, step, context);
}

/** Compared as persons: one person may hold several roles, and is one pair of eyes still. */
function ownProposal({ level, proposal }: VerificationAttempt, { by }: Step, { rules }: VerificationContext) {
  if (rules.levels[level].people === 1 || proposal?.by !== by) return undefined;
  return refuseCustomer('SAME_PERSON', 'You proposed this level: the decision is for another person.');
}

function incomplete(level: AttainableLevel, context: VerificationContext) {
  const missing = context.missing(level);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ code, documents }) => (documents === undefined ? code : `${code} ${documents.join('|')}`));
  return refuseCustomer('REQUIREMENTS_MISSING', `${level} misses: ${names.join(', ')}.`, undefined, { missing });
}

function attainedEvent({ level, proposal }: VerificationAttempt, done: Done, rules: VerificationRules): VerificationEvent {
  const attained = Object.fromEntries(
    levelsUpTo(level).map((one): [AttainableLevel, Attainment] => {
      const { validDays, reverifyDays } = rules.levels[one];
      const validToMs = done.atMs + validDays * DAY_MS;
      return [one, { atMs: done.atMs, validToMs, reverifyFromMs: validToMs - reverifyDays * DAY_MS, rules: rules.version }];
    }),
  );
  return {
    type: 'level-attained',
    level,
    ...(proposal === undefined ? {} : { proposedBy: proposal.by }),
    rules: rules.version,
    attained,
    ...done,
  };
}

function downgrade(verification: Verification, command: VerificationCommand & { type: 'downgrade' }): CustomerDecision<VerificationEvent> {
  const fault = reasonFault(command.reason);
  if (fault !== undefined) return fault;
  const from = levelAt(verification, command.nowMs);
  const order: readonly VerificationLevel[] = ['NONE', ...ATTAINABLE_LEVELS];
  if (order.indexOf(command.level) >= order.indexOf(from))
    return refuseCustomer('ALREADY_IN_THAT_STANDING', `The level is ${from}: a downgrade goes below it.`, 'level');
  return { events: [{ type: 'level-downgraded', from, to: command.level, ...doneBy(command) }] };
}

/** Says that levels ended; nothing when none did, so that asking twice is harmless. */
function lapse(verification: Verification, { by, nowMs }: VerificationCommand & { type: 'lapse' }): CustomerDecision<VerificationEvent> {
  const ended = ATTAINABLE_LEVELS.filter((level) => (verification.attained[level]?.validToMs ?? Number.POSITIVE_INFINITY) <= nowMs);
  const from = ended.at(-1);
  if (from === undefined) return { events: [] };
  return { events: [{ type: 'level-lapsed', from, to: levelAt(verification, nowMs), by, atMs: nowMs, reason: 'Its time is over.' }] };
}

export function evolveVerification(verification: Verification, event: VerificationEvent): Verification {
  const { attempt, ...standing } = verification;
  const { attained } = standing;
  switch (event.type) {
    case 'verification-started':
      return { ...standing, attempt: { level: event.level, startedBy: event.by, startedAtMs: event.atMs } };
    case 'level-proposed':
      return { ...standing, attempt: { ...attempt!, proposal: { by: event.by, atMs: event.atMs, reason: event.reason } } };
    case 'verification-reopened': {
      const { proposal: _, ...open } = attempt!;
      return { ...standing, attempt: open };
    }
    case 'level-attained':
      return { attained: { ...attained, ...event.attained }, lookedAtMs: attempt?.proposal?.atMs ?? event.atMs };
    case 'level-refused':
    case 'verification-withdrawn':
      return standing;
    case 'level-downgraded':
    case 'level-lapsed':
      return { ...verification, attained: keepUpTo(attained, event.to) };
    default:
      return event satisfies never;
  }
}

function keepUpTo(attained: Verification['attained'], level: VerificationLevel): Verification['attained'] {
  const kept = level === 'NONE' ? [] : levelsUpTo(level);
  return Object.fromEntries(Object.entries(attained).filter(([one]) => kept.includes(one as AttainableLevel)));
}
