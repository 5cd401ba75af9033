import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { IntentDeclaration } from '@tidemark/domain';
import { IfMatch, RequestedBy, type WriteCall } from '@tidemark/edge';
import type { ChangeView } from '../customers/customer.view.js';
import { CustomerReader } from '../customers/customer-reader.js';
import { CustomerSteps } from '../customers/customer-steps.js';
import { AssessIntent, DeclareIntent } from './intent.dto.js';
import { type IntentView, intentView, signalsOf } from './intent.view.js';

@ApiTags('intent')
@ApiBearerAuth()
@Controller('v1/customers/:id')
export class IntentController {
  constructor(
    private readonly steps: CustomerSteps,
    private readonly reader: CustomerReader,
  ) {}

  @Get('intent')
  @Permit('intent', 'read')
  @ApiOperation({
    summary: 'What the customer declared, by version; what analysts judged; and the signals that bear on it, none of which decides',
  })
  @ApiOkResponse({ description: '{declarations, assessments, signals: [{name, points, detail}]}' })
  async intent(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<IntentView> {
    const { customer } = await this.reader.loaded(caller, id);
    return intentView(customer);
  }

  @Put('intent')
  @Permit('intent', 'declare')
  @ApiOperation({ summary: "Record the customer's declaration: a new version beside the earlier ones" })
  declare(
    @Param('id') id: string,
    @Body() body: DeclareIntent,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    const { evidence = [] } = body;
    return this.steps.take(call, { id, ifMatch }, (step) => ({
      type: 'declare-intent',
      declaration: declarationOf(body),
      evidence,
      ...step,
    }));
  }

  @Put('assessment')
  @Permit('intent', 'assess')
  @ApiOperation({ summary: "Record an analyst's own assessment of the latest declaration; the signals shown are kept with it" })
  assess(
    @Param('id') id: string,
    @Body() { judgement, reason }: AssessIntent,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<ChangeView> {
    return this.steps.take(call, { id, ifMatch }, (step, { customer }) => {
      const signals = signalsOf(customer).map(({ name, points }) => `${name}:${points}`);
      return { type: 'assess-intent', judgement, reason: reason.trim(), signals, ...step };
    });
  }
}

function declarationOf({ trains, parameters, computeFlop, hardware, statement, from, to, ...lists }: DeclareIntent): IntentDeclaration {
  return {
    trains,
    modalities: lists.modalities ?? [],
    formats: lists.formats ?? [],
    sites: lists.sites ?? [],
    ...(parameters == null ? {} : { parameters }),
    ...(computeFlop == null ? {} : { computeFlop }),
    ...(hardware == null ? {} : { hardware: { ...hardware } }),
    ...(statement == null ? {} : { statement }),
    ...(from === undefined ? {} : { fromMs: from }),
    ...(to === undefined ? {} : { toMs: to }),
  };
}
