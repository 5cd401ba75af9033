import { Controller, Delete, Get, Inject, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Caller, Clock, CurrentCaller, mayAttempt, PERMISSION_ROWS, Permit } from '@tidemark/access';
import { EndedSessionsView, SelfView, SessionView } from './people.dto.js';
import { PEOPLE_PARTS, type PeopleParts } from './people.parts.js';
import { refusalProblem } from './people.problem.js';

/** What everybody may know and end of herself. */
@ApiTags('people')
@ApiBearerAuth()
@Controller('v1/people/me')
export class OwnSessionsController {
  constructor(
    @Inject(PEOPLE_PARTS) private readonly parts: PeopleParts,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('person', 'read-self')
  @ApiOperation({ summary: 'Who the token speaks for, and what it may do' })
  @ApiOkResponse({ type: SelfView })
  self(@CurrentCaller() caller: Caller): SelfView {
    const { subject, person, role, provider, authority, scopes } = caller;
    const may = PERMISSION_ROWS.filter(({ kind, action }) => 'permitted' in mayAttempt(caller, kind, action as never));
    return {
      subject,
      ...(person === undefined ? {} : { person }),
      role,
      ...(provider === undefined ? {} : { provider }),
      ...(authority === undefined ? {} : { authority }),
      scopes: [...scopes],
      may: may.map(({ kind, action }) => `${kind}/${action}`),
    };
  }

  @Get('sessions')
  @Permit('person', 'end-own-sessions')
  @ApiOperation({ summary: 'Where one is signed in' })
  @ApiOkResponse({ type: [SessionView] })
  async sessions(@CurrentCaller() caller: Caller): Promise<SessionView[]> {
    const open = await this.parts.sessions.open(actorOf(caller));
    return open.map(({ beganAtMs, seenAtMs, ...session }) => ({
      ...session,
      beganAt: new Date(beganAtMs).toISOString(),
      seenAt: new Date(seenAtMs).toISOString(),
    }));
  }

  @Delete('sessions')
  @Permit('person', 'end-own-sessions')
  @ApiOperation({ summary: 'Sign out everywhere' })
  @ApiOkResponse({ type: EndedSessionsView })
  async endAll(@CurrentCaller() caller: Caller): Promise<EndedSessionsView> {
    return { ended: await this.end(caller) };
  }

  @Delete('sessions/:session')
  @Permit('person', 'end-own-sessions')
  @ApiOkResponse({ type: EndedSessionsView })
  async endOne(@Param('session') session: string, @CurrentCaller() caller: Caller): Promise<EndedSessionsView> {
    const ended = await this.end(caller, session);
    if (ended.length === 0) throw refusalProblem({ code: 'SESSION_NOT_FOUND', detail: 'You have no such open session.' });
    return { ended };
  }

  private end(caller: Caller, session?: string): Promise<string[]> {
    const actor = actorOf(caller);
    return this.parts.sessions.end(actor, { actor, nowMs: this.clock.now(), ...(session === undefined ? {} : { session }) });
  }
}
