import { Body, Controller, Get, Header, HttpCode, Param, Post, Res, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { BearerToken, type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { type CaseState, canonicalJson, checkRegulatorReport, type RegulatorReport, returnRegulatorReport } from '@tidemark/domain';
import { IfMatch, RequestedBy, refuse, type WriteCall } from '@tidemark/edge';
import type { Response } from 'express';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { printPaper } from '../papers/pdf-paper.js';
import { orCaseProblem } from '../refusals.js';
import { DraftReportHandler } from './draft-report.handler.js';
import { type ReportView, reportDocument, reportView } from './report.view.js';
import { reportPaper } from './report-paper.js';
import { DraftReportBody } from './reports.dto.js';

@ApiTags('reports')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/reports')
export class ReportsController {
  constructor(
    private readonly drafts: DraftReportHandler,
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
  ) {}

  @Post()
  @Permit('regulator-report', 'draft')
  @ApiOperation({
    summary: 'Draft the report of a regime from the flags of the case',
    description: 'A draft by the same rule that waits to be checked is superseded. Nothing is sent anywhere: no law obliges anybody to.',
  })
  @ApiCreatedResponse({ description: '{case, version, stage, made}: made is the id of the report' })
  draft(
    @Param('id') id: string,
    @Body() { rule }: DraftReportBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
    @BearerToken() token: string,
  ): Promise<CaseChanged> {
    return this.drafts.draft(call, token, { id, named: rule, ifMatch });
  }

  @Get()
  @Permit('regulator-report', 'read')
  @ApiOperation({ summary: 'The reports of a case, drafts and returned ones too, oldest first' })
  @ApiOkResponse({
    description: '{items: [{id, rule, ruleVersion, regime, number, status, draftedBy, draftedAt, settledBy?, settledAt?, sha256}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: ReportView[] }> {
    const { papers } = await this.read(caller, id);
    return { items: [...papers.reports.values()].map(reportView) };
  }

  @Post(':report/check')
  @Permit('regulator-report', 'check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Check a draft, by another person: it is final from now on' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  check(
    @Param('id') id: string,
    @Param('report') report: string,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { ...checking(report), id, ifMatch }, (state, context) => checkRegulatorReport(state, report, context));
  }

  @Post(':report/return')
  @Permit('regulator-report', 'check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Return a draft with a reason, by another person' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  return(
    @Param('id') id: string,
    @Param('report') report: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { ...checking(report), id, ifMatch }, (state, context) =>
      returnRegulatorReport(state, { report, reason }, context),
    );
  }

  @Get(':report/json')
  @Permit('regulator-report', 'read')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A report for machines: canonical JSON, whose content `sha256` names' })
  @ApiOkResponse({ description: '{id, rule, number, status, draftedBy, settledBy?, sha256, content}' })
  async json(
    @Param('id') id: string,
    @Param('report') report: string,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    response.type('application/json; charset=utf-8').send(canonicalJson(reportDocument(await this.written(caller, id, report))));
  }

  @Get(':report/pdf')
  @Permit('regulator-report', 'read')
  @ApiOperation({ summary: 'A report for reading; what is not final says so on every page' })
  @ApiOkResponse({ description: 'The report as PDF' })
  @ApiProduces('application/pdf')
  async pdf(
    @Param('id') id: string,
    @Param('report') report: string,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const paper = await printPaper(reportPaper(await this.written(caller, id, report)));
    response.setHeader('Content-Disposition', `attachment; filename="report-${report}.pdf"`);
    response.setHeader('Cache-Control', 'no-store');
    response.type('application/pdf').send(paper);
  }

  private async read(caller: Caller, id: string): Promise<CaseState> {
    return orCaseProblem(await this.reader.read(caller, id));
  }

  private async written(caller: Caller, id: string, report: string): Promise<RegulatorReport> {
    const found = (await this.read(caller, id)).papers.reports.get(report);
    if (found === undefined) return orCaseProblem<RegulatorReport>(refuse('REPORT_UNKNOWN', 'This case has no such report.'));
    if (found.content === undefined)
      return orCaseProblem<RegulatorReport>(refuse('REPORT_WORDS_GONE', 'The words of this report are gone.'));
    return found;
  }
}

/** The row asks for another person than the one who drafted it. */
const checking = (report: string) =>
  ({
    kind: 'regulator-report',
    action: 'check',
    earlier: ({ papers }: CaseState) => [papers.reports.get(report)?.drafted.person ?? []].flat(),
  }) as const;
