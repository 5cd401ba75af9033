import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, Clock, requirePermission } from '@tidemark/access';
import {
  type CaseState,
  decideRead,
  grantForReading,
  type IdentityGrant,
  type IdentityPurpose,
  type WantedIdentity,
} from '@tidemark/domain';
import { CaseReader } from '../case-log/case-reader.js';
import { CaseSteps } from '../case-log/case-steps.js';
import { orCaseProblem } from '../refusals.js';
import { type IdentityView, identityView } from './identities.view.js';
import { IdentityRelease } from './identity-release.port.js';

export interface IdentityAsked extends WantedIdentity {
  caller: Caller;
  token: string;
  correlationId?: string | undefined;
  /** Absent: what the access was asked for. */
  purpose?: string | undefined;
}

/**
 * Shows an identity inside a case: the case says whether it is open to this person, the registry says so again by its own knowledge and logs the read,
 * the log of the case takes what was released, and only then is anything shown. If access ends between the two, nothing is.
 */
@Injectable()
export class ReadIdentityHandler {
  constructor(
    private readonly reader: CaseReader,
    private readonly steps: CaseSteps,
    private readonly release: IdentityRelease,
    private readonly clock: Clock,
  ) {}

  async read(id: string, { caller, token, correlationId, purpose: stated, ...wanted }: IdentityAsked): Promise<IdentityView> {
    const state = orCaseProblem(await this.reader.read(caller, id));
    requirePermission(caller, 'case-identity', 'see', { provider: undefined, state: state.stage });
    const who = { person: actorOf(caller), human: caller.person !== undefined, now: this.clock.now() };
    const { grant, fields } = orCaseProblem(grantForReading(state, wanted, who));
    const purpose = stated ?? purposeOf(state, grant);
    const exact = { grant: grant.id, customer: wanted.customer, fields };
    const released = orCaseProblem(await this.release.release({ ...exact, caseId: id, purpose, token, correlationId }));
    await this.steps.take({ caller }, { kind: 'case-identity', action: 'see', id }, (now, context) =>
      decideRead(now, { ...exact, purpose, released: released.sections }, context),
    );
    return identityView({ case: id, customer: wanted.customer }, grant, released);
  }
}

const PURPOSE_MAX = 200;

/** As it was asked for; of a break-glass the danger. */
function purposeOf({ access }: CaseState, { request, purpose, reason }: IdentityGrant): string {
  const words = request === undefined ? reason : access.requests.get(request)?.words;
  return described(purpose, words).slice(0, PURPOSE_MAX);
}

const described = (code: IdentityPurpose, words: string | undefined): string =>
  words === undefined ? code : `${code}: ${words.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')}`;
