import { Body, Controller, Delete, Get, Header, Headers, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import type { Response } from 'express';
import type { PersonCommand } from './decide-person.js';
import {
  BecauseOf,
  ChangePerson,
  EndedSessionsView,
  InvitedPersonView,
  InvitePerson,
  PeoplePage,
  PeopleView,
  PersonFactView,
  PersonView,
} from './people.dto.js';
import { PEOPLE_PARTS, type PeopleParts } from './people.parts.js';
import { orRefusal, refusalProblem } from './people.problem.js';
import { invitationView, personView } from './people.view.js';

/** People of the embedded issuer, managed by an administrator. Every change is recorded with its actor and ends the person's sessions. */
@ApiTags('people')
@ApiBearerAuth()
@Controller('v1/people')
export class PeopleController {
  constructor(
    @Inject(PEOPLE_PARTS) private readonly parts: PeopleParts,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('person', 'invite')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Invite a person; the one-time link is answered this once (administrator)' })
  @ApiCreatedResponse({ type: InvitedPersonView })
  async invite(
    @Body() { username, ...standing }: InvitePerson,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<InvitedPersonView> {
    const by = { actor: actorOf(caller), nowMs: this.clock.now() };
    const { person, invitation } = orRefusal(await this.parts.people.command({ username }, { do: 'invite', username, ...standing }, by));
    response.setHeader('Location', `/v1/people/${person.id}`).setHeader('ETag', `"${person.version}"`);
    return { ...personView(person), invitation: invitationView(invitation!, this.parts.issuer) };
  }

  @Get()
  @Permit('person', 'read')
  @ApiOperation({ summary: 'People, in the order of their invitations' })
  @ApiOkResponse({ type: PeopleView })
  async list(@Query() { limit, cursor }: PeoplePage, @Res({ passthrough: true }) response: Response): Promise<PeopleView> {
    const found = await this.parts.people.list(Number(cursor), limit + 1);
    const page = found.slice(0, limit);
    const items = page.map(({ person }) => personView(person));
    if (found.length <= limit) return { items };
    const next = String(page.at(-1)!.number);
    response.setHeader('Link', `</v1/people?limit=${limit}&cursor=${next}>; rel="next"`);
    return { items, next };
  }

  @Get(':id')
  @Permit('person', 'read')
  @ApiOkResponse({ type: PersonView })
  async one(@Param('id') id: string, @Res({ passthrough: true }) response: Response): Promise<PersonView> {
    const person = await this.parts.people.find(id);
    if (!person) throw refusalProblem({ code: 'PERSON_NOT_FOUND', detail: 'There is no such person.' });
    response.setHeader('ETag', `"${person.version}"`);
    return personView(person);
  }

  @Get(':id/history')
  @Permit('person', 'read')
  @ApiOperation({ summary: 'Every change of a person, and every sign-in' })
  @ApiOkResponse({ type: [PersonFactView] })
  async history(@Param('id') id: string): Promise<PersonFactView[]> {
    if (!(await this.parts.people.find(id))) throw refusalProblem({ code: 'PERSON_NOT_FOUND', detail: 'There is no such person.' });
    const facts = await this.parts.people.history(id);
    return facts.map(({ fact, actor, knownAtMs }) => ({ fact, actor, knownAt: new Date(knownAtMs).toISOString() }));
  }

  @Patch(':id')
  @Permit('person', 'change')
  @ApiOperation({ summary: 'Change name, role, provider or authority; the person has to sign in again' })
  @ApiOkResponse({ type: PersonView })
  async change(
    @Param('id') id: string,
    @Body() body: ChangePerson,
    @CurrentCaller() caller: Caller,
    @Headers('if-match') ifMatch?: string,
  ): Promise<PersonView> {
    return this.command(id, { do: 'change', ...body }, caller, ifMatch);
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Permit('person', 'disable')
  @ApiOkResponse({ type: PersonView })
  async disable(@Param('id') id: string, @Body() { reason }: BecauseOf, @CurrentCaller() caller: Caller): Promise<PersonView> {
    return this.command(id, { do: 'disable', reason }, caller);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Permit('person', 'disable')
  @ApiOkResponse({ type: PersonView })
  async enable(@Param('id') id: string, @Body() { reason }: BecauseOf, @CurrentCaller() caller: Caller): Promise<PersonView> {
    return this.command(id, { do: 'enable', reason }, caller);
  }

  @Post(':id/factors/reset')
  @HttpCode(200)
  @Permit('person', 'reset-factors')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Password and second factor end; a one-time link for new ones is answered this once' })
  @ApiOkResponse({ type: InvitedPersonView })
  async resetFactors(@Param('id') id: string, @Body() { reason }: BecauseOf, @CurrentCaller() caller: Caller): Promise<InvitedPersonView> {
    const by = { actor: actorOf(caller), nowMs: this.clock.now() };
    const { person, invitation } = orRefusal(await this.parts.people.command({ id }, { do: 'reset-factors', reason }, by));
    return { ...personView(person), invitation: invitationView(invitation!, this.parts.issuer) };
  }

  @Delete(':id/sessions')
  @Permit('person', 'end-sessions')
  @ApiOkResponse({ type: EndedSessionsView })
  async endSessions(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<EndedSessionsView> {
    if (!(await this.parts.people.find(id))) throw refusalProblem({ code: 'PERSON_NOT_FOUND', detail: 'There is no such person.' });
    return { ended: await this.parts.sessions.end(id, { actor: actorOf(caller), nowMs: this.clock.now() }) };
  }

  private async command(id: string, command: PersonCommand, caller: Caller, ifMatch?: string): Promise<PersonView> {
    const version = ifMatch === undefined ? {} : { version: Number(/^"(\d+)"$/.exec(ifMatch)?.[1] ?? -1) };
    const by = { actor: actorOf(caller), nowMs: this.clock.now(), ...version };
    return personView(orRefusal(await this.parts.people.command({ id }, command, by)).person);
  }
}
