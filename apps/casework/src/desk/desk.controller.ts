import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import {
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseState,
  decideAssignment,
  decideMention,
  decideNote,
  decideSnooze,
  decideWaking,
  decideWatching,
} from '@tidemark/domain';
import { CursorQuery, IfMatch, linkNextPage, type Page, pageOf, RequestedBy, readCursor, type WriteCall } from '@tidemark/edge';
import type { Request, Response } from 'express';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { orCaseProblem } from '../refusals.js';
import { AssignBody, MentionBody, NoteBody, SnoozeBody } from './desk.dto.js';
import { type MentionView, mentionView, type NoteView, noteView } from './desk.view.js';

const CHANGED = { description: '{case, version, stage, made?}; the version is the ETag too' };
type At = { id: string; ifMatch?: number | undefined; made?: string };

@ApiTags('cases')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/cases/:id')
export class DeskController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
  ) {}

  @Post('assignment')
  @Permit('case', 'assign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give the case to a person, or to nobody' })
  @ApiOkResponse(CHANGED)
  assign(
    @Param('id') id: string,
    @Body() body: AssignBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.assigning(call, { id, ifMatch }, (state, context) => decideAssignment(state, body, context));
  }

  @Put('watchers/me')
  @Permit('case', 'assign')
  @ApiOperation({ summary: 'Watch the case' })
  @ApiOkResponse(CHANGED)
  watch(@Param('id') id: string, @RequestedBy() call: WriteCall): Promise<CaseChanged> {
    return this.assigning(call, { id }, (state, context) => decideWatching(state, true, context));
  }

  @Delete('watchers/me')
  @Permit('case', 'assign')
  @ApiOperation({ summary: 'Watch it no longer' })
  @ApiOkResponse(CHANGED)
  unwatch(@Param('id') id: string, @RequestedBy() call: WriteCall): Promise<CaseChanged> {
    return this.assigning(call, { id }, (state, context) => decideWatching(state, false, context));
  }

  @Post('snooze')
  @Permit('case', 'assign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Not now: out of the queue until then. No clock stops, and the first that is not met brings it back' })
  @ApiOkResponse(CHANGED)
  snooze(
    @Param('id') id: string,
    @Body() body: SnoozeBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    return this.assigning(call, { id, ifMatch }, (state, context) => decideSnooze(state, body, context));
  }

  @Delete('snooze')
  @Permit('case', 'assign')
  @ApiOperation({ summary: 'Bring it back into the queue' })
  @ApiOkResponse(CHANGED)
  wake(@Param('id') id: string, @RequestedBy() call: WriteCall): Promise<CaseChanged> {
    return this.assigning(call, { id }, (state, context) => decideWaking(state, context));
  }

  @Post('notes')
  @Permit('case', 'note')
  @ApiOperation({ summary: 'Add a note. It is never edited: a later one says what was wrong' })
  @ApiCreatedResponse(CHANGED)
  note(@Param('id') id: string, @Body() { text }: NoteBody, @RequestedBy() call: WriteCall): Promise<CaseChanged> {
    const note = randomUUID();
    return this.noting(call, { id, made: note }, (state, context) => decideNote(state, { note, text }, context));
  }

  @Get('notes')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'Notes, oldest first. No provider ever sees one' })
  @ApiOkResponse({ description: '{items: [{id, by, at, text}], next?}; text null: erased' })
  notes(
    @Param('id') id: string,
    @Query() query: CursorQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<NoteView>> {
    return this.listed(caller, id, { query, request, response }, ({ desk }) => desk.notes.map(noteView));
  }

  @Post('mentions')
  @Permit('case', 'note')
  @ApiOperation({ summary: 'Mention evidence by link: nothing is copied' })
  @ApiCreatedResponse(CHANGED)
  mention(@Param('id') id: string, @Body() body: MentionBody, @RequestedBy() call: WriteCall): Promise<CaseChanged> {
    const mention = randomUUID();
    return this.noting(call, { id, made: mention }, (state, context) => decideMention(state, { mention, ...body }, context));
  }

  @Get('mentions')
  @Permit('case', 'read')
  @ApiOperation({ summary: 'Evidence that was mentioned, oldest first' })
  @ApiOkResponse({ description: '{items: [{id, by, at, kind, ref, reason}], next?}; ref null: an address that was erased' })
  mentions(
    @Param('id') id: string,
    @Query() query: CursorQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Page<MentionView>> {
    return this.listed(caller, id, { query, request, response }, ({ desk }) => desk.mentions.map(mentionView));
  }

  private assigning(
    call: WriteCall,
    at: At,
    decide: (state: CaseState, context: CaseContext) => CaseDecision<CaseEvent>,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case', action: 'assign', ...at }, decide);
  }

  private noting(
    call: WriteCall,
    at: At,
    decide: (state: CaseState, context: CaseContext) => CaseDecision<CaseEvent>,
  ): Promise<CaseChanged> {
    return this.steps.take(call, { kind: 'case', action: 'note', ...at }, decide);
  }

  /** A list of one desk is short, and only grows at its end: its cursor is how many were seen. */
  private async listed<Item extends object>(
    caller: Caller,
    id: string,
    { query: { limit, cursor }, request, response }: { query: CursorQuery; request: Request; response: Response },
    itemsOf: (state: CaseState) => Item[],
  ): Promise<Page<Item>> {
    const [seen = 0] = readCursor<[number]>(cursor, ['int']) ?? [];
    const items = itemsOf(orCaseProblem(await this.reader.read(caller, id)));
    const found = items.slice(Math.max(0, seen), Math.max(0, seen) + limit + 1);
    const page = pageOf(found, limit, () => [Math.max(0, seen) + limit]);
    linkNextPage(request, response, page);
    return page;
  }
}
