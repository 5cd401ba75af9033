import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { type CaseState, decideAccessEnd, decideBreakGlass, decideBreakGlassReview } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { SubjectDirectory } from '../intake/subject-directory.js';
import { orCaseProblem } from '../refusals.js';
import { customersInside } from './customers-inside.js';
import { BreakGlassBody, ReviewBody } from './identities.dto.js';
import { type GrantView, grantView } from './identities.view.js';

const CHANGED = { description: '{case, version, stage}' };

@ApiTags('identities')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id')
export class IdentityGrantsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly subjects: SubjectDirectory,
    private readonly clock: Clock,
  ) {}

  @Post('break-glass')
  @Permit('case-identity', 'break-glass')
  @ApiOperation({
    summary: 'In imminent danger: open identities to yourself at once, for a day; another person reviews it within 24 hours',
  })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the grant}' })
  breakGlass(
    @Param('id') id: string,
    @Body() body: BreakGlassBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const grant = randomUUID();
    return this.steps.take(
      call,
      { kind: 'case-identity', action: 'break-glass', id, ifMatch, made: grant },
      async (state, context, { tx }) => {
        const inside = await customersInside(this.subjects, tx, state, context.now);
        return decideBreakGlass(state, { ...body, grant, inside }, context);
      },
    );
  }

  @Get('identity-grants')
  @Permit('case-identity', 'read-log')
  @ApiOperation({ summary: 'What was opened to whom, until when, and how it ended' })
  @ApiOkResponse({
    description:
      '{items: [{id, request?, customers, fields, purpose, persons, breakGlass, grantedBy, reason?, from, until, open, ended?, review?}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: GrantView[] }> {
    const { access } = orCaseProblem(await this.reader.read(caller, id));
    const nowMs = this.clock.now();
    return { items: [...access.grants.values()].map((grant) => grantView(grant, nowMs)) };
  }

  @Post('identity-grants/:grant/review')
  @Permit('case-identity', 'review')
  @HttpCode(200)
  @ApiOperation({ summary: 'Review the break-glass of another person; what was not justified ends at once' })
  @ApiOkResponse(CHANGED)
  review(
    @Param('id') id: string,
    @Param('grant') grant: string,
    @Body() body: ReviewBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'case-identity', action: 'review', id, ifMatch, earlier: granterOf(grant) } as const;
    return this.steps.take(call, step, (state, context) => decideBreakGlassReview(state, { ...body, grant }, context));
  }

  @Post('identity-grants/:grant/end')
  @Permit('case-identity', 'end')
  @HttpCode(200)
  @ApiOperation({ summary: 'End an access before its time' })
  @ApiOkResponse(CHANGED)
  end(
    @Param('id') id: string,
    @Param('grant') grant: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case-identity', action: 'end', id, ifMatch }, (state, context) =>
      decideAccessEnd(state, { grant, reason }, context),
    );
  }
}

/** Of a break-glass: whoever broke it. */
const granterOf =
  (grant: string) =>
  ({ access }: CaseState): string[] => {
    const found = access.grants.get(grant);
    return found === undefined ? [] : [found.granted.person];
  };
