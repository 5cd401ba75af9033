import { CASE_MOVES, type CaseState, canMove, openAsks } from '@tidemark/domain';
import { pendingAppeal } from './court.js';
import { openEvaluations, unreviewed } from './parts.js';

/** Somebody has to do something, and no clock says until when; or nobody can do anything. In words; none when all is well. */
export function stuckIn(state: CaseState): string[] {
  const clocks = [...state.clocks.values()].filter(({ status }) => status === 'running' || status === 'breached');
  const waits = (what: string, kind: string, subject?: string): string[] =>
    clocks.some((clock) => clock.kind === kind && (subject === undefined || clock.subject === subject))
      ? []
      : [`${what}: no clock ${kind}`];
  const moves = Object.keys(CASE_MOVES).some((move) => canMove(state.stage, move as keyof typeof CASE_MOVES));
  const appeal = pendingAppeal(state);
  return [
    ...(moves ? [] : [`${state.stage}: no move leads on`]),
    ...(state.stage === 'open' || state.stage === 'reopened' ? waits(state.stage, 'TRIAGE') : []),
    ...(state.stage === 'appealed'
      ? appeal === undefined
        ? ['appealed without an appeal']
        : waits('appeal', 'APPEAL_DECISION', appeal.id)
      : []),
    ...openAsks(state).flatMap(({ id, kind }) => waits(`request ${id}`, kind === 'INFORMATION' ? 'REQUEST_ANSWER' : 'DECLARATION', id)),
    ...unreviewed(state).flatMap(({ id }) => waits(`break-glass ${id}`, 'ACCESS_REVIEW', id)),
    ...openEvaluations(state).flatMap(({ id }) => waits(`evaluation ${id}`, 'EVALUATION', id)),
    ...[...state.orders.orders.values()]
      .filter(({ status }) => status === 'issued')
      .flatMap(({ id }) => waits(`order ${id}`, 'ORDER_ACKNOWLEDGE', id)),
    ...[...state.access.grants.values()]
      .filter(({ ended }) => ended === undefined)
      .flatMap(({ id }) => waits(`access ${id}`, 'ACCESS_END', id)),
  ];
}
