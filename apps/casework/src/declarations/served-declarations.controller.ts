import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import { submitDeclaration } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseSteps, type ServedChanged } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { ServedItems } from '../served/served-items.js';
import { servedStatus } from '../served/served-status.js';
import { SubmitDeclarationBody } from './declaration.dto.js';
import { readGiven } from './read-given.js';

@ApiTags('served')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/served/:item')
export class ServedDeclarationsController {
  constructor(
    private readonly items: ServedItems,
    private readonly steps: CaseSteps,
  ) {}

  @Post('declaration')
  @Permit('transparency-declaration', 'submit')
  @HttpCode(200)
  @ApiOperation({ summary: 'Submit the customer’s transparency declaration, or its next version: none writes over one before' })
  @ApiOkResponse({ description: '{id, version, status}' })
  async submit(
    @Param('item') item: string,
    @Body() { declaration, files = [] }: SubmitDeclarationBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ServedChanged> {
    await this.items.require(call.caller, item, ['DECLARATION_REQUEST']);
    const made = readGiven(declaration);
    return this.steps.takeServed(
      call,
      { kind: 'transparency-declaration', action: 'submit', item, ifMatch },
      (state, { part }, context) => submitDeclaration(state, part, { ...made, files }, context),
      servedStatus,
    );
  }
}
