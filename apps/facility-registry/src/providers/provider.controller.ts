import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import type { Response } from 'express';
import { answerRecorded, linkNext } from '../facts/answer.js';
import { orRefusal } from '../facts/facility.problem.js';
import type { FacilityFact } from '../facts/facility-fact.js';
import { FacilityFactsQuery } from '../facts/facility-facts.query.js';
import { PageQuery } from '../facts/page.dto.js';
import { versionView } from '../facts/version.view.js';
import { NewProviderView, ProviderSecretsView, ProviderView, PutProvider } from './provider.dto.js';
import { type ProviderSecrets, RegisterProviderHandler } from './register-provider.handler.js';

@ApiTags('providers')
@ApiBearerAuth()
@Controller('v1/providers')
export class ProviderController {
  constructor(
    private readonly providers: RegisterProviderHandler,
    private readonly facts: FacilityFactsQuery,
    private readonly clock: Clock,
  ) {}

  @Put(':id')
  @Permit('provider', 'register')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Register a provider; its secrets are answered this once (operator)' })
  @ApiCreatedResponse({ type: NewProviderView })
  @ApiOkResponse({ type: ProviderView, description: 'Known before: no secrets in the answer.' })
  async put(
    @Param('id') id: string,
    @Body() body: PutProvider,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NewProviderView> {
    const recording = { by: caller.subject, nowMs: this.clock.now() };
    const { outcome, fact, secrets } = orRefusal(await this.providers.handle(id, body.name, recording));
    answerRecorded(response, outcome);
    return { ...providerView(fact), ...(secrets === undefined ? {} : secretsView(secrets)) };
  }

  @Post(':id/secrets')
  @HttpCode(200)
  @Permit('provider', 'renew-secrets')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'New secrets for a provider; the ones before end (operator)' })
  @ApiOkResponse({ type: ProviderSecretsView })
  async renew(@Param('id') id: string): Promise<ProviderSecretsView> {
    return secretsView(orRefusal(await this.providers.renewSecrets(id)));
  }

  @Get()
  @Permit('provider', 'read')
  @ApiOperation({ summary: 'Providers: all of them for the scheme, itself for a provider' })
  @ApiOkResponse({ type: [ProviderView] })
  async list(
    @Query() page: PageQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProviderView[]> {
    const { facts, next } = await this.facts.list(caller, 'provider', page);
    linkNext(response, '/v1/providers', page, next);
    return facts.map(providerView);
  }

  @Get(':id')
  @Permit('provider', 'read')
  @ApiOkResponse({ type: ProviderView })
  async one(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<ProviderView> {
    return providerView(await this.facts.one(caller, 'provider', id));
  }

  @Get(':id/history')
  @Permit('provider', 'read')
  @ApiOkResponse({ type: [ProviderView] })
  async history(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<ProviderView[]> {
    return (await this.facts.history(caller, 'provider', id)).map(providerView);
  }
}

function providerView(fact: FacilityFact<'provider'>): ProviderView {
  return { id: fact.id, name: fact.content.name, ...versionView(fact) };
}

function secretsView({ credentials, intake }: ProviderSecrets): ProviderSecretsView {
  return { ...credentials, ...(intake === undefined ? {} : { kafka: intake }) };
}
