import type { CaseRefusal } from './case-vocabulary.js';

/**
 * The course of a case. Nothing leaves `proposed` for `decided` but the approval of another person, and nothing is closed that was not decided.
 *
 *   open ──triage──▶ triaged ──investigate──▶ investigating ◀──────────────┐
 *    (a case that is handed over or reopened goes the same way)  │   ▲     │ refuse, withdraw, void
 *                                          await-information ────┤   │     │
 *                                                 waiting ◀──────┘   │     │
 *                                                    └──investigate──┘     │
 *   investigating, waiting ──propose──▶ proposed ──────────────────────────┘
 *                                           └──approve──▶ decided ──close──▶ closed
 *   decided ──appeal──▶ appealed ──decide-appeal──▶ decided, or ──remit──▶ reopened
 *   decided, closed ──reopen──▶ reopened ──triage──▶ triaged
 */
export const CASE_STAGES = [
  'open',
  'triaged',
  'investigating',
  'waiting',
  'proposed',
  'decided',
  'appealed',
  'reopened',
  'closed',
] as const;
export type CaseStage = (typeof CASE_STAGES)[number];

interface Move {
  from: readonly CaseStage[];
  to: CaseStage;
}

/** The table of moves: what is not here cannot happen. */
export const CASE_MOVES = {
  triage: { from: ['open', 'reopened'], to: 'triaged' },
  investigate: { from: ['triaged', 'waiting'], to: 'investigating' },
  'await-information': { from: ['investigating'], to: 'waiting' },
  propose: { from: ['investigating', 'waiting'], to: 'proposed' },
  refuse: { from: ['proposed'], to: 'investigating' },
  withdraw: { from: ['proposed'], to: 'investigating' },
  void: { from: ['proposed'], to: 'investigating' },
  approve: { from: ['proposed'], to: 'decided' },
  appeal: { from: ['decided'], to: 'appealed' },
  'decide-appeal': { from: ['appealed'], to: 'decided' },
  remit: { from: ['appealed'], to: 'reopened' },
  close: { from: ['decided'], to: 'closed' },
  reopen: { from: ['decided', 'closed'], to: 'reopened' },
} as const satisfies Record<string, Move>;
export type CaseMove = keyof typeof CASE_MOVES;

export const canMove = (stage: CaseStage, move: CaseMove): boolean => (CASE_MOVES[move].from as readonly CaseStage[]).includes(stage);

/** The stages in which people still work towards a decision. */
export const isBeingWorked = (stage: CaseStage): boolean => stage !== 'closed' && stage !== 'decided';

/** Which move, from where, and from where it can be made: for whoever tried. Undefined: it can be made. */
export function moveRefusal(stage: CaseStage, move: CaseMove): { refused: CaseRefusal<'CASE_MOVE_ILLEGAL'> } | undefined {
  if (canMove(stage, move)) return undefined;
  const { from, to } = CASE_MOVES[move];
  const detail = `"${move}" leads from ${from.join(' or ')} to ${to}; the case is ${stage}.`;
  return { refused: { code: 'CASE_MOVE_ILLEGAL', detail, members: { move, stage, allowedFrom: from } } };
}
