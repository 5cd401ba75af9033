import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Permit } from '@tidemark/access';
import { REQUEST_TEMPLATES, type RequestTemplate } from '@tidemark/domain';

@ApiTags('information requests')
@ApiBearerAuth()
@Controller('v1/request-templates')
export class RequestTemplatesController {
  @Get()
  @Permit('information-request', 'read')
  @ApiOperation({ summary: 'Questions that come up again and again, by version: the same for everybody' })
  @ApiOkResponse({ description: '{items: [{id, version, title, questions: [{id, kind, required, text}]}]}' })
  list(): { items: readonly RequestTemplate[] } {
    return { items: REQUEST_TEMPLATES };
  }
}
