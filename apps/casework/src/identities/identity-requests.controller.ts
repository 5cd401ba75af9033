import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { type CaseState, decideIdentityGrant, decideIdentityRefusal, decideIdentityRequest } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { SubjectDirectory } from '../intake/subject-directory.js';
import { orCaseProblem } from '../refusals.js';
import { customersInside } from './customers-inside.js';
import { AskIdentityBody, GrantIdentityBody } from './identities.dto.js';
import { type RequestView, requestView } from './identities.view.js';

@ApiTags('identities')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/identity-requests')
export class IdentityRequestsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly subjects: SubjectDirectory,
  ) {}

  @Post()
  @Permit('case-identity', 'ask')
  @ApiOperation({
    summary: 'Ask to see identities inside the case: whose, what of them, for what and until when. Another person has to grant it',
  })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the request}' })
  ask(
    @Param('id') id: string,
    @Body() { reason: words, persons: others, ...asked }: AskIdentityBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const request = randomUUID();
    return this.steps.take(call, { kind: 'case-identity', action: 'ask', id, ifMatch, made: request }, async (state, context, { tx }) => {
      const inside = await customersInside(this.subjects, tx, state, context.now);
      return decideIdentityRequest(state, { ...asked, request, words, others, inside }, context);
    });
  }

  @Get()
  @Permit('case-identity', 'read-log')
  @ApiOperation({ summary: 'Who asked for which identities, and what came of it' })
  @ApiOkResponse({
    description:
      '{items: [{id, customers, fields, purpose, words?, persons, askedBy, askedAs, askedAt, until, status, answeredBy?, answeredAt?, reason?, grant?}]}',
  })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: RequestView[] }> {
    const { access } = orCaseProblem(await this.reader.read(caller, id));
    return { items: [...access.requests.values()].map(requestView) };
  }

  @Post(':request/grant')
  @Permit('case-identity', 'grant')
  @HttpCode(200)
  @ApiOperation({ summary: 'Grant what another person asked for, or less of it' })
  @ApiOkResponse({ description: '{case, version, stage, made: id of the grant}' })
  grant(
    @Param('id') id: string,
    @Param('request') request: string,
    @Body() body: GrantIdentityBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const grant = randomUUID();
    const step = { kind: 'case-identity', action: 'grant', id, ifMatch, made: grant, earlier: askerOf(request) } as const;
    return this.steps.take(call, step, async (state, context, { tx }) => {
      const inside = await customersInside(this.subjects, tx, state, context.now);
      return decideIdentityGrant(state, { ...body, request, grant, inside }, context);
    });
  }

  @Post(':request/refusal')
  @Permit('case-identity', 'refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse what another person asked for' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  refuse(
    @Param('id') id: string,
    @Param('request') request: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const step = { kind: 'case-identity', action: 'refuse', id, ifMatch, earlier: askerOf(request) } as const;
    return this.steps.take(call, step, (state, context) => decideIdentityRefusal(state, { request, reason }, context));
  }
}

const askerOf =
  (request: string) =>
  ({ access }: CaseState): string[] => {
    const found = access.requests.get(request);
    return found === undefined ? [] : [found.asked.person];
  };
