import { createHash } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import { answerRequest, canonicalJson } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import { CaseSteps, type ServedChanged } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { ServedItems } from '../served/served-items.js';
import { servedStatus } from '../served/served-status.js';
import { AnswerRequestBody } from './information-requests.dto.js';

@ApiTags('served')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/served/:item')
export class ServedAnswersController {
  constructor(
    private readonly items: ServedItems,
    private readonly steps: CaseSteps,
  ) {}

  @Post('answer')
  @Permit('information-request', 'answer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a request for information; what was returned is answered again, as another version' })
  @ApiOkResponse({ description: '{id, version, status}' })
  async answer(
    @Param('item') item: string,
    @Body() { answers, message }: AnswerRequestBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ServedChanged> {
    await this.items.require(call.caller, item, ['INFORMATION_REQUEST']);
    const said = { answers, ...(message === undefined ? {} : { message }) };
    const sha256 = createHash('sha256').update(canonicalJson(said)).digest('hex');
    return this.steps.takeServed(
      call,
      { kind: 'information-request', action: 'answer', item, ifMatch },
      (state, { part }, context) => answerRequest(state, part, { ...said, sha256 }, context),
      servedStatus,
    );
  }
}
