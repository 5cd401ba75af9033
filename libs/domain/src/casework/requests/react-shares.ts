import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { happened } from '../case-vocabulary.js';
import { cancelClocks } from '../clocks/run-clocks.js';
import type { Reaction } from '../reactions.js';
import { findShare } from './decide-share.js';
import type { DeclarationShare } from './declaration.js';

/** An auditor's access ends by itself: with its time, and with the case. */
export const reactShares: Reaction = (state, event, context) => {
  const about = happened(context.actor, context.now);
  if (event.type === 'clock-elapsed' && event.kind === 'ACCESS_END') {
    const share = findShare(state, event.subject);
    return share?.status === 'ordered'
      ? [{ type: 'declaration-share-ended', ...about, share: share.id, declaration: share.declaration, cause: 'TIME' }]
      : [];
  }
  if (event.type !== 'case-moved' || event.to !== 'closed') return [];
  return standing(state).flatMap(({ id, declaration }): CaseEvent[] => [
    { type: 'declaration-share-ended', ...about, share: id, declaration, cause: 'CASE_CLOSED' },
    ...cancelClocks(state, context, 'The case was closed', ({ subject }) => subject === id),
  ]);
};

const standing = ({ requests }: CaseState): DeclarationShare[] =>
  [...requests.declarations.values()]
    .flatMap(({ shares }) => [...shares.values()])
    .filter(({ status }) => status === 'asked' || status === 'ordered');
