import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, orProblem, Permit, resolveScopedId } from '@tidemark/access';
import { orRefusal } from '../ask/ledger-problems.js';
import { readingTenant } from '../ask/reading-tenant.js';
import { ReportFateView, reportFateView } from './report-fate.dto.js';
import { ReportFateHandler, readReportNumber } from './report-fate.handler.js';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('v1/reports')
export class ReportFateController {
  constructor(private readonly reports: ReportFateHandler) {}

  @Get(':source/:epoch/:sequence')
  @Permit('usage-report', 'read')
  @ApiOperation({ summary: 'What became of a report, record by record. A slash in the source is written %2F' })
  @ApiOkResponse({ type: ReportFateView })
  async get(
    @Param('source') source: string,
    @Param('epoch') epoch: string,
    @Param('sequence') sequence: string,
    @CurrentCaller() caller: Caller,
  ): Promise<ReportFateView> {
    const tenant = readingTenant(caller);
    const number = orRefusal(readReportNumber({ epoch, sequence }));
    const { provider, id } = orProblem(resolveScopedId(caller, source));
    const report = { provider, source: id, ...number };
    return reportFateView(report, orRefusal(await this.reports.handle(tenant, report)));
  }

  /** `provider/source` as who may see several providers writes it, also without %2F. */
  @Get(':provider/:source/:epoch/:sequence')
  @Permit('usage-report', 'read')
  @ApiOperation({ summary: 'The same, for who may see several providers' })
  @ApiOkResponse({ type: ReportFateView })
  getOfProvider(
    @Param('provider') provider: string,
    @Param('source') source: string,
    @Param('epoch') epoch: string,
    @Param('sequence') sequence: string,
    @CurrentCaller() caller: Caller,
  ): Promise<ReportFateView> {
    return this.get(`${provider}/${source}`, epoch, sequence, caller);
  }
}
