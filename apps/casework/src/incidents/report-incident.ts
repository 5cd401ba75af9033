import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Caller, canSpeakFor } from '@tidemark/access';
import {
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseScope,
  type CaseState,
  decideIncident,
  decideOpening,
  PUBLISHED_RULEBOOK,
  type ReportIncident,
  unnamedSubject,
} from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import type { CaseRequest } from '../case-log/case-writes.js';
import { type CrossCase, CrossCaseWrites } from '../referrals/cross-case-writes.js';
import type { ReportedIncident } from './incident.view.js';
import { IncidentIndex } from './incident-index.js';
import type { ReportIncidentBody } from './incidents.dto.js';

/** Takes an incident into the case that is open about its subject, or into a new one. Its reporter cannot tell which. */
@Injectable()
export class ReportIncidentHandler {
  constructor(
    private readonly writes: CrossCaseWrites,
    private readonly index: IncidentIndex,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  async handle(request: CaseRequest, body: ReportIncidentBody): Promise<ReportedIncident | Refused> {
    const about = subjectOf(request.caller, body);
    if ('refused' in about) return about;
    const { customer: _, account: __, provider: ___, ...facts } = body;
    const incident = randomUUID();
    const report = { ...facts, incident, ...(about.scope === undefined ? {} : { about: about.scope }) };
    return this.writes.run<ReportedIncident>(request, async (cross) => {
      const after = await this.take(cross, report, authorityOf(request.caller, this.home));
      return 'refused' in after ? after : { id: incident, status: 'received', version: 1 };
    });
  }

  private async take(cross: CrossCase, report: ReportIncident, authority: string): Promise<CaseState | Refused> {
    const subject = report.about ?? unnamedSubject(report.incident);
    const open = await this.index.openCaseAbout(cross.tx, authority, subject);
    if (open !== undefined) return cross.decide(open, (state, context) => taken(state, report, context));
    const id = randomUUID();
    return cross.begin(id, (state, context, held) => {
      const refused = held.apply(decideOpening(openingOf(id, subject, report), { ...context, authority }));
      return refused ?? taken(held.state ?? state, report, context);
    });
  }
}

const openingOf = (id: string, subject: CaseScope, { incident, severity, jurisdictions }: ReportIncident) => ({
  case: id,
  matter: 'INCIDENT' as const,
  subject,
  severity,
  jurisdiction: jurisdictions[0]!,
  source: 'INCIDENT',
  reason: `Incident ${incident}`,
});

const taken = (state: CaseState, report: ReportIncident, context: CaseContext): CaseDecision<CaseEvent> =>
  decideIncident(state, report, PUBLISHED_RULEBOOK.rules, context);

/** A provider's people report of their own customers alone, whatever they name. */
function subjectOf(caller: Caller, { customer, account, provider: named }: ReportIncidentBody): { scope?: CaseScope } | Refused {
  const provider = canSpeakFor(caller.role, 'own') ? caller.provider : named;
  if (caller.provider !== undefined && named !== undefined && named !== caller.provider)
    return refuse('INCIDENT_SUBJECT', 'You report of your own customers.', { field: 'provider' });
  if (customer === undefined && account === undefined) return {};
  if (provider === undefined) return refuse('INCIDENT_SUBJECT', 'Whose customer or account is it?', { field: 'provider' });
  return { scope: customer === undefined ? { kind: 'account', provider, id: account! } : { kind: 'customer', provider, id: customer } };
}
