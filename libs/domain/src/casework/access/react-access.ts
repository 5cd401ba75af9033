import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { happened } from '../case-vocabulary.js';
import type { Reaction } from '../reactions.js';
import { accessEnded } from './end-access.js';

/** Access ends by itself: with its time, and with the case. */
export const reactAccess: Reaction = (state, event, context) => {
  if (event.type === 'clock-elapsed' && event.kind === 'ACCESS_END') {
    const grant = state.access.grants.get(event.subject);
    return grant === undefined || grant.ended !== undefined ? [] : accessEnded(state, grant, { cause: 'EXPIRED' }, context);
  }
  if (event.type === 'case-moved' && event.to === 'closed') {
    return [
      ...openGrants(state).flatMap((grant) => accessEnded(state, grant, { cause: 'CASE_CLOSED' }, context)),
      ...openRequests(state).map(
        ({ id }): CaseEvent => ({ type: 'identity-request-lapsed', ...happened(context.actor, context.now), request: id }),
      ),
    ];
  }
  return [];
};

const openGrants = ({ access }: CaseState) => [...access.grants.values()].filter(({ ended }) => ended === undefined);
const openRequests = ({ access }: CaseState) => [...access.requests.values()].filter(({ status }) => status === 'asked');
