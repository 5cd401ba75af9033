import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import { askDeclaration, remindOf, withdrawDeclarationRequest } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { BecauseBody } from '../cases/cases.dto.js';
import { SubjectDirectory } from '../intake/subject-directory.js';
import { concernedIn } from '../requests/concerned.js';
import { AskDeclarationBody } from './declarations.dto.js';

@ApiTags('declarations')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id/declaration-requests')
export class DeclarationRequestsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly subjects: SubjectDirectory,
  ) {}

  @Post()
  @Permit('transparency-declaration', 'ask')
  @ApiOperation({ summary: 'Ask the customer for its transparency declaration, through the provider that serves it' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the declaration}' })
  ask(
    @Param('id') id: string,
    @Body() body: AskDeclarationBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const declaration = randomUUID();
    const item = randomUUID();
    return this.steps.take(
      call,
      { kind: 'transparency-declaration', action: 'ask', id, ifMatch, made: declaration },
      async (state, context, { tx }) => {
        const concerned = await concernedIn(this.subjects, tx, state, context.now);
        return askDeclaration(state, { ...body, declaration, item, concerned }, context);
      },
    );
  }

  @Post(':declaration/withdrawal')
  @Permit('transparency-declaration', 'ask')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw the request for a declaration that has not come' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  withdraw(
    @Param('id') id: string,
    @Param('declaration') declaration: string,
    @Body() { reason }: BecauseBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'transparency-declaration', action: 'ask', id, ifMatch }, (state, context) =>
      withdrawDeclarationRequest(state, declaration, reason, context),
    );
  }

  @Post(':declaration/reminder')
  @Permit('transparency-declaration', 'ask')
  @HttpCode(200)
  @ApiOperation({ summary: 'Remind of it, at most once a day; reminders before the due date go by themselves' })
  @ApiOkResponse({ description: '{case, version, stage}' })
  remind(
    @Param('id') id: string,
    @Param('declaration') declaration: string,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'transparency-declaration', action: 'ask', id, ifMatch }, (state, context) =>
      remindOf(state, declaration, context),
    );
  }
}
