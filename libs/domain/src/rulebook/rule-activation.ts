/**
 * What becomes of a rule that an operator brings as a file.
 *
 *   (none) ──propose──▶ PROPOSED ──start trial──▶ TRIAL ──ask, from a day on──▶ ACTIVATION_ASKED ──approve, by another person──▶ ACTIVE
 *                          │  └──ask, from a day on───────────────────────────────▲   │                                          │  ▲
 *                          │                        │                                 │                        ask for retirement│  │decline
 *                          └────────withdraw────────┴────────────withdraw─────────────┘                                          ▼  │
 *                                       ▼                                                                          RETIREMENT_ASKED
 *                                   WITHDRAWN                                RETIRED ◀──approve, by another person────────┘
 *
 * Two people stand behind every rule that raises flags, and behind its end. A file that nobody activated raises nothing, so one person may
 * put it on trial or take it back. What the product ships with is active from the start and may be retired like any other rule.
 */
import { dayMs } from './legal-status.js';
import { type Rule, type RuleKind } from './rule.js';

export type RuleState =
  | { readonly status: 'NONE' }
  | { readonly status: 'PROPOSED' | 'TRIAL'; readonly rule: Rule; readonly proposedBy: string }
  | {
      readonly status: 'ACTIVATION_ASKED';
      readonly rule: Rule;
      readonly trial: boolean;
      readonly askedBy: string;
      readonly activeFrom: string;
    }
  | { readonly status: 'ACTIVE'; readonly rule: Rule; readonly activeFromMs: number }
  | { readonly status: 'RETIREMENT_ASKED'; readonly rule: Rule; readonly activeFromMs: number; readonly askedBy: string }
  | { readonly status: 'RETIRED'; readonly rule: Rule; readonly activeFromMs: number; readonly retiredAtMs: number }
  | { readonly status: 'WITHDRAWN'; readonly rule: Rule };

export const NO_RULE: RuleState = { status: 'NONE' };

/** Of the rules that the product ships with: nobody had to activate them. */
export const publishedState = (rule: Rule): RuleState => ({ status: 'ACTIVE', rule, activeFromMs: 0 });

export type RuleCommand = { readonly by: string; readonly nowMs: number } & (
  | { readonly type: 'propose-rule'; readonly rule: Rule }
  | { readonly type: 'start-trial' }
  /** 00:00 UTC of a day that is not over. */
  | { readonly type: 'ask-activation'; readonly activeFrom: string }
  | { readonly type: 'approve-activation' }
  | { readonly type: 'ask-retirement'; readonly reason: string }
  | { readonly type: 'approve-retirement' }
  | { readonly type: 'decline-retirement'; readonly reason: string }
  | { readonly type: 'withdraw-rule'; readonly reason: string }
);

export type RuleEvent = { readonly by: string; readonly atMs: number } & (
  | { readonly type: 'rule-proposed'; readonly rule: Rule }
  | { readonly type: 'trial-started' }
  | { readonly type: 'activation-asked'; readonly activeFrom: string }
  /** From here on it is judged live: the day that was asked for, or the approval where that came later. */
  | { readonly type: 'rule-activated'; readonly askedBy: string; readonly activeFromMs: number }
  | { readonly type: 'retirement-asked'; readonly reason: string }
  | { readonly type: 'rule-retired'; readonly askedBy: string }
  | { readonly type: 'retirement-declined'; readonly reason: string }
  | { readonly type: 'rule-withdrawn'; readonly reason: string }
);

export const RULE_REFUSALS = {
  ACTIVE_FROM_MALFORMED: { meaning: 'Not a day that exists.', remedy: 'Write "2026-01-31".' },
  ACTIVE_FROM_PASSED: { meaning: 'The day is over.', remedy: 'Today at the earliest: history is scanned from its start anyway.' },
  KIND_NOT_OPEN: {
    meaning: 'Rules of this kind are part of the product and not brought as files.',
    remedy: 'Bring TRAINING, BAND, CAPACITY, EVALUATION or NO_NUMBER.',
  },
  REASON_MISSING: { meaning: 'No reason is given.', remedy: 'Say why: it is kept with the step.' },
  RULE_EXISTS: { meaning: 'There is a rule of this id and version.', remedy: 'Take the next version.' },
  RULE_NOT_IN_STATE: { meaning: 'The rule is not in a state that allows this.', remedy: 'Read its status.' },
  SAME_PERSON: { meaning: 'Who asked does not approve.', remedy: 'Another person approves.' },
} as const;
export type RuleRefusalCode = keyof typeof RULE_REFUSALS;

export interface RuleRefusal {
  readonly code: RuleRefusalCode;
  readonly detail: string;
}

export type RuleDecision = { readonly events: readonly RuleEvent[] } | { readonly refused: RuleRefusal };

/** Kinds whose judging reads all of it from the data. Those of kind USE are known to the product by name. */
const OPEN_KINDS: ReadonlySet<RuleKind> = new Set(['TRAINING', 'BAND', 'CAPACITY', 'EVALUATION', 'NO_NUMBER']);

export function decideRule(state: RuleState, command: RuleCommand): RuleDecision {
  const fault = 'reason' in command && command.reason.trim() === '' ? refuse('REASON_MISSING', 'Say why.') : undefined;
  if (fault !== undefined) return fault;
  const { by, nowMs: atMs } = command;
  switch (command.type) {
    case 'propose-rule':
      if (!OPEN_KINDS.has(command.rule.kind)) return refuse('KIND_NOT_OPEN', `Not ${command.rule.kind}.`);
      return state.status === 'NONE'
        ? told({ type: 'rule-proposed', rule: command.rule, by, atMs })
        : refuse('RULE_EXISTS', `It is ${state.status}.`);
    case 'start-trial':
      return state.status === 'PROPOSED' ? told({ type: 'trial-started', by, atMs }) : notNow(state);
    case 'ask-activation':
      return askActivation(state, command);
    case 'approve-activation':
      return approveActivation(state, command);
    case 'ask-retirement':
      return state.status === 'ACTIVE' ? told({ type: 'retirement-asked', reason: command.reason, by, atMs }) : notNow(state);
    case 'approve-retirement':
      if (state.status !== 'RETIREMENT_ASKED') return notNow(state);
      return state.askedBy === by ? samePerson() : told({ type: 'rule-retired', askedBy: state.askedBy, by, atMs });
    case 'decline-retirement':
      return state.status === 'RETIREMENT_ASKED' ? told({ type: 'retirement-declined', reason: command.reason, by, atMs }) : notNow(state);
    case 'withdraw-rule':
      return WITHDRAWABLE.has(state.status) ? told({ type: 'rule-withdrawn', reason: command.reason, by, atMs }) : notNow(state);
    default:
      return command satisfies never;
  }
}

const WITHDRAWABLE: ReadonlySet<RuleState['status']> = new Set(['PROPOSED', 'TRIAL', 'ACTIVATION_ASKED']);

const told = (event: RuleEvent): RuleDecision => ({ events: [event] });
const refuse = (code: RuleRefusalCode, detail: string): RuleDecision => ({ refused: { code, detail } });
const notNow = ({ status }: RuleState): RuleDecision => refuse('RULE_NOT_IN_STATE', `It is ${status}.`);
const samePerson = (): RuleDecision => refuse('SAME_PERSON', 'Another person approves.');

const DAY_MS = 86_400_000;

function askActivation(state: RuleState, command: RuleCommand & { type: 'ask-activation' }): RuleDecision {
  const { activeFrom, by, nowMs } = command;
  if (state.status !== 'PROPOSED' && state.status !== 'TRIAL') return notNow(state);
  if (!isDay(activeFrom)) return refuse('ACTIVE_FROM_MALFORMED', 'Write a day that exists, as "2026-01-31".');
  if (dayMs(activeFrom) + DAY_MS <= nowMs) return refuse('ACTIVE_FROM_PASSED', 'Today at the earliest.');
  return told({ type: 'activation-asked', activeFrom, by, atMs: nowMs });
}

function approveActivation(state: RuleState, { by, nowMs }: RuleCommand): RuleDecision {
  if (state.status !== 'ACTIVATION_ASKED') return notNow(state);
  if (state.askedBy === by) return samePerson();
  const activeFromMs = Math.max(dayMs(state.activeFrom), nowMs);
  return told({ type: 'rule-activated', askedBy: state.askedBy, activeFromMs, by, atMs: nowMs });
}

/** Throws on an event that the state cannot have led to: the history of the rule is broken then. */
export function evolveRule(state: RuleState, event: RuleEvent): RuleState {
  switch (event.type) {
    case 'rule-proposed':
      return { status: 'PROPOSED', rule: event.rule, proposedBy: event.by };
    case 'trial-started':
      return { ...among(state, 'PROPOSED'), status: 'TRIAL' };
    case 'activation-asked': {
      const { rule, status } = among(state, 'PROPOSED', 'TRIAL');
      return { status: 'ACTIVATION_ASKED', rule, trial: status === 'TRIAL', askedBy: event.by, activeFrom: event.activeFrom };
    }
    case 'rule-activated':
      return { status: 'ACTIVE', rule: among(state, 'ACTIVATION_ASKED').rule, activeFromMs: event.activeFromMs };
    case 'retirement-asked':
      return { ...among(state, 'ACTIVE'), status: 'RETIREMENT_ASKED', askedBy: event.by };
    case 'rule-retired': {
      const { rule, activeFromMs } = among(state, 'RETIREMENT_ASKED');
      return { status: 'RETIRED', rule, activeFromMs, retiredAtMs: event.atMs };
    }
    case 'retirement-declined': {
      const { rule, activeFromMs } = among(state, 'RETIREMENT_ASKED');
      return { status: 'ACTIVE', rule, activeFromMs };
    }
    case 'rule-withdrawn':
      return { status: 'WITHDRAWN', rule: among(state, 'PROPOSED', 'TRIAL', 'ACTIVATION_ASKED').rule };
    default:
      return event satisfies never;
  }
}

function among<Status extends RuleState['status']>(state: RuleState, ...statuses: Status[]): RuleState & { status: Status } {
  if (!statuses.includes(state.status as Status)) throw new Error(`a rule that is ${state.status} has no such history`);
  return state as RuleState & { status: Status };
}

const isDay = (date: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(dayMs(date)) && new Date(dayMs(date)).toISOString().startsWith(date);
