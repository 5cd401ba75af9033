import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { decideIncidentLink, decideIncidentReport, relatedByIncident } from '@tidemark/domain';
import {
  at,
  CursorQuery,
  IfMatch,
  linkNextPage,
  pageOf,
  type Refused,
  RequestedBy,
  readCursor,
  refuse,
  type WriteCall,
} from '@tidemark/edge';
import type { Request, Response } from 'express';
import { authorityOf, HOME_AUTHORITY } from '../case-log/acting.js';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { type CrossCase, CrossCaseWrites } from '../referrals/cross-case-writes.js';
import { orCaseProblem } from '../refusals.js';
import { IncidentLine, IncidentPage, incidentView, lineFor, ReportedIncident } from './incident.view.js';
import { IncidentIndex, type IncidentRow } from './incident-index.js';
import { IncidentReportBody, LinkIncidentBody, ReportIncidentBody } from './incidents.dto.js';
import { ReportIncidentHandler } from './report-incident.js';

@ApiTags('incidents')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/incidents')
export class IncidentsController {
  constructor(
    private readonly reporting: ReportIncidentHandler,
    private readonly index: IncidentIndex,
    private readonly writes: CrossCaseWrites,
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly clock: Clock,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  @Post()
  @Permit('incident', 'report')
  @ApiOperation({ summary: 'Report an incident, by the people of a provider (for a developer too) or by a regulator' })
  @ApiCreatedResponse({ type: ReportedIncident })
  async report(@Body() body: ReportIncidentBody, @RequestedBy() call: WriteCall): Promise<ReportedIncident> {
    return orCaseProblem<ReportedIncident>(await this.reporting.handle(at(this.clock, call), body));
  }

  @Get()
  @Permit('incident', 'read')
  @ApiOperation({ summary: 'Incidents, latest first: a provider’s those that it reported, an authority’s those in its cases' })
  @ApiOkResponse({ type: IncidentPage })
  async list(
    @Query() { limit, cursor }: CursorQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<IncidentPage> {
    const rows = await this.index.list(caller, readCursor<[number, string]>(cursor, ['number', 'uuid']), limit + 1);
    const page = pageOf(rows, limit, ({ reportedAtMs, id }) => [reportedAtMs, id]);
    linkNextPage(request, response, page);
    return { ...page, items: page.items.map((row) => lineFor(row, caller.provider !== undefined)) };
  }

  @Get(':i')
  @Permit('incident', 'read')
  @ApiOperation({ summary: 'An incident; for its authority with its clocks, links and reports' })
  @ApiOkResponse({
    type: IncidentLine,
    description: 'For its authority also {case, about, description, relatedModel?, links, reports, clocks}.',
  })
  async one(@Param('i') id: string, @CurrentCaller() caller: Caller): Promise<object> {
    const row = await this.found(caller, id);
    if (caller.provider !== undefined) return { ...lineFor(row, true), version: 1 };
    const state = orCaseProblem(await this.reader.read(caller, row.caseId));
    return incidentView(state, state.incidents.get(id)!, this.clock.now());
  }

  @Post(':i/links')
  @Permit('incident', 'handle')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tie the incident to a flag or a declaration, of its own case or of another of the authority' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  async link(@Param('i') id: string, @Body() body: LinkIncidentBody, @RequestedBy() call: WriteCall): Promise<CaseChanged> {
    const { caseId } = await this.found(call.caller, id);
    const request = at(this.clock, call);
    const authority = authorityOf(call.caller, this.home);
    const answer = await this.writes.run<CaseChanged>(request, async (cross) => {
      const where = await this.caseOf(cross, authority, caseId, body);
      if (where === undefined) return refuse('INCIDENT_LINK_UNKNOWN', 'There is no such flag or declaration in a case of yours.');
      return this.tie(cross, { id, caseId, where }, body);
    });
    return orCaseProblem<CaseChanged>(answer);
  }

  @Post(':i/reports')
  @Permit('incident', 'handle')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Record that the incident was reported to an authority: that duty’s clock is met, and stays late when it was late',
  })
  @ApiOkResponse({ description: '{case, version, stage}' })
  async reportMade(
    @Param('i') id: string,
    @Body() body: IncidentReportBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const { caseId } = await this.found(call.caller, id);
    return this.steps.take(call, { kind: 'incident', action: 'handle', id: caseId, ifMatch }, (state, context) =>
      decideIncidentReport(state, { incident: id, ...body }, context),
    );
  }

  private async found(caller: Caller, id: string): Promise<IncidentRow> {
    const row = await this.index.find(caller, id);
    return orCaseProblem<IncidentRow>(row ?? refuse('INCIDENT_UNKNOWN', 'There is no such incident.'));
  }

  private async caseOf(cross: CrossCase, authority: string, own: string, { kind, ref, case: named = own }: LinkIncidentBody) {
    if (kind === 'FLAG') return this.index.caseOfFlag(cross.tx, authority, ref);
    return (await this.index.isCaseOf(cross.tx, authority, named)) ? named : undefined;
  }

  private async tie(
    cross: CrossCase,
    { id, caseId, where }: { id: string; caseId: string; where: string },
    { kind, ref, reason }: LinkIncidentBody,
  ): Promise<CaseChanged | Refused> {
    await cross.hold([caseId, where]);
    if (where !== caseId) {
      const other = await cross.decide(where, (state, context) =>
        kind === 'DECLARATION' && !state.requests.declarations.has(ref)
          ? unknownLink()
          : { events: [relatedByIncident(caseId, id, context)] },
      );
      if ('refused' in other) return other;
    }
    const after = await cross.decide(caseId, (state, context) => {
      if (where === caseId && kind === 'DECLARATION' && !state.requests.declarations.has(ref)) return unknownLink();
      return decideIncidentLink(state, { incident: id, kind, ref, case: where, reason }, context);
    });
    return 'refused' in after ? after : { case: caseId, version: after.version, stage: after.stage };
  }
}

const unknownLink = () => refuse('INCIDENT_LINK_UNKNOWN', 'There is no such declaration in that case.');
