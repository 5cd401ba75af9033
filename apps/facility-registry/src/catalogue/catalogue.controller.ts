import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { INSTANCE_TYPES } from '@tidemark/domain';
import type { Response } from 'express';
import { orRefusal, refusalProblem } from '../facts/facility.problem.js';
import { shown } from '../facts/facility-refusal.js';
import { AcceleratorView, AliasView, InstanceTypeView, PutAccelerator, PutAlias } from './accelerator.dto.js';
import { CatalogueQuery } from './catalogue.query.js';
import { stateAccelerator, stateAlias } from './catalogue-statement.js';
import { RecordCatalogueFactHandler } from './record-catalogue-fact.handler.js';

/** Which version of the catalogue an answer is from. */
const VERSION_HEADER = 'Tidemark-Catalogue-Version';

@ApiTags('catalogue')
@ApiBearerAuth()
@Controller('v1')
export class CatalogueController {
  constructor(
    private readonly catalogue: CatalogueQuery,
    private readonly recording: RecordCatalogueFactHandler,
    private readonly clock: Clock,
  ) {}

  @Get('accelerators')
  @Permit('catalogue', 'read')
  @ApiOperation({ summary: 'The catalogue: every model with its names and dense peaks' })
  @ApiOkResponse({ type: [AcceleratorView] })
  async all(@Res({ passthrough: true }) response: Response): Promise<AcceleratorView[]> {
    const catalogue = await this.catalogue.current();
    response.setHeader(VERSION_HEADER, catalogue.version);
    return catalogue.entries.map((entry) => ({ ...entry, catalogueVersion: catalogue.version }));
  }

  @Get('accelerators/:model')
  @Permit('catalogue', 'read')
  @ApiOperation({ summary: 'One model, by any of its names' })
  @ApiOkResponse({ type: AcceleratorView })
  async one(@Param('model') model: string, @Res({ passthrough: true }) response: Response): Promise<AcceleratorView> {
    const catalogue = await this.catalogue.current();
    const entry = catalogue.resolve(model);
    response.setHeader(VERSION_HEADER, catalogue.version);
    if (entry === undefined) {
      throw refusalProblem({ code: 'ACCELERATOR_NOT_FOUND', detail: `There is no accelerator ${shown(model)}.` });
    }
    return { ...entry, catalogueVersion: catalogue.version };
  }

  @Put('accelerators/:model')
  @Permit('catalogue', 'change')
  @ApiOperation({ summary: 'Add a model, or correct its figures (operator)' })
  @ApiCreatedResponse({ type: AcceleratorView })
  @ApiOkResponse({ type: AcceleratorView, description: 'Known before.' })
  async putAccelerator(
    @Param('model') model: string,
    @Body() body: PutAccelerator,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AcceleratorView> {
    const { before, catalogue } = orRefusal(
      await this.recording.handle((known) => stateAccelerator(known, model, body, caller.subject), this.recordingBy(caller)),
    );
    response.status(before.resolve(model) === undefined ? 201 : 200).setHeader(VERSION_HEADER, catalogue.version);
    return { ...catalogue.resolve(model)!, catalogueVersion: catalogue.version };
  }

  @Put('accelerator-aliases/:alias')
  @Permit('catalogue', 'change')
  @ApiOperation({ summary: 'Add a name to a model (operator)' })
  @ApiCreatedResponse({ type: AliasView })
  @ApiOkResponse({ type: AliasView, description: 'A name of that model before.' })
  async putAlias(
    @Param('alias') alias: string,
    @Body() body: PutAlias,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AliasView> {
    const { changed, catalogue } = orRefusal(
      await this.recording.handle((known) => stateAlias(known, alias, body.model), this.recordingBy(caller)),
    );
    response.status(changed ? 201 : 200).setHeader(VERSION_HEADER, catalogue.version);
    return { alias, model: catalogue.resolve(alias)!.model, catalogueVersion: catalogue.version };
  }

  @Get('instance-types')
  @Permit('catalogue', 'read')
  @ApiOperation({ summary: 'What clouds sell under one name: model and number of accelerators' })
  @ApiOkResponse({ type: [InstanceTypeView] })
  instanceTypes(): InstanceTypeView[] {
    return INSTANCE_TYPES.map(({ provider, name, model, accelerators, source, note }) => ({
      cloud: provider,
      name,
      accelerator: model,
      accelerators,
      source,
      ...(note === undefined ? {} : { note }),
    }));
  }

  private recordingBy(caller: Caller) {
    return { by: caller.subject, nowMs: this.clock.now() };
  }
}
