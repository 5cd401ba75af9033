import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { decideMove, decideOpening } from '@tidemark/domain';
import { at, IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { CaseWrites } from '../case-log/case-writes.js';
import { VersionTag } from '../case-log/version-tag.js';
import { orCaseProblem } from '../refusals.js';
import { type CaseView, caseView } from './case.view.js';
import { OpenCaseBody, ReasonBody } from './cases.dto.js';

@ApiTags('cases')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases')
export class CasesController {
  constructor(
    private readonly writes: CaseWrites,
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('case', 'open')
  @ApiOperation({ summary: 'Open a case without a flag' })
  async open(@Body() body: OpenCaseBody, @RequestedBy() call: WriteCall): Promise<CaseChanged> {
    const id = randomUUID();
    const answer = await this.writes.open(at(this.clock, call), id, async (open) => {
      const { reason, evidence: _, ...about } = body;
      const refused = open.apply(decideOpening({ ...about, case: id, source: 'PERSON', reason }, open.context));
      return refused ?? { case: id, version: open.state.version, stage: open.state.stage };
    });
    return orCaseProblem<CaseChanged>(answer);
  }

  @Get(':id')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'A case as it stands: pseudonymous' })
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<CaseView> {
    return caseView(orCaseProblem(await this.reader.read(caller, id)), this.clock.now());
  }

  @Post(':id/triage')
  @Permit('case', 'triage')
  @HttpCode(200)
  @ApiOperation({ summary: 'Triage: somebody has looked, and the case is to be worked' })
  triage(
    @Param('id') id: string,
    @Body() body: ReasonBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case', action: 'triage', id, ifMatch }, (state, context) =>
      decideMove(state, { move: 'triage', ...body }, context),
    );
  }
}
