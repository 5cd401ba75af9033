import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { WhatIfQuestion, WhatIfView } from './what-if.dto.js';
import { WhatIfHandler } from './what-if.handler.js';
import { whatIfView } from './what-if.view.js';

@ApiTags('flags')
@ApiBearerAuth()
@Controller('v1/what-if')
export class WhatIfController {
  constructor(private readonly whatIf: WhatIfHandler) {}

  @Post()
  @HttpCode(200)
  @Permit('what-if', 'read')
  @ApiOperation({
    summary: 'Who would be flagged at another number, window, share of ownership or utilisation, and how that differs from what stands',
    description: 'The same use and identities as are known now, judged by what is supposed. Nothing is written down and nobody is told.',
  })
  @ApiOkResponse({ type: WhatIfView })
  async ask(@Body() question: WhatIfQuestion, @CurrentCaller() caller: Caller): Promise<WhatIfView> {
    return whatIfView(await this.whatIf.ask(caller, withoutNulls(question)));
  }
}

/** `null` says nothing, as a field that is left out. */
const withoutNulls = (question: WhatIfQuestion): WhatIfQuestion =>
  Object.fromEntries(Object.entries(question).filter(([, value]) => value !== null));
