import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, ParseIntPipe, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { recordDeclaration } from '@tidemark/domain';
import { IfMatch, RequestedBy, refuse, type WriteCall } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { type CaseChanged, CaseSteps } from '../case-log/case-steps.js';
import { VersionTag } from '../case-log/version-tag.js';
import { SubjectDirectory } from '../intake/subject-directory.js';
import { orCaseProblem } from '../refusals.js';
import { concernedIn } from '../requests/concerned.js';
import { type DeclarationView, declarationView, type VersionView, versionView } from './declaration.view.js';
import { RecordDeclarationBody } from './declarations.dto.js';
import { readGiven } from './read-given.js';

@ApiTags('declarations')
@ApiBearerAuth()
@Controller('v1/cases/:id/declarations')
export class DeclarationsController {
  constructor(
    private readonly steps: CaseSteps,
    private readonly reader: CaseReader,
    private readonly subjects: SubjectDirectory,
  ) {}

  @Post()
  @Permit('transparency-declaration', 'record')
  @UseInterceptors(VersionTag)
  @ApiOperation({ summary: 'Record a declaration that came another way, or its next version' })
  @ApiCreatedResponse({ description: '{case, version, stage, made: id of the declaration}' })
  record(
    @Param('id') id: string,
    @Body() { declaration: given, of, customer, reason }: RecordDeclarationBody,
    @IfMatch() ifMatch: number | undefined,
    @RequestedBy() call: WriteCall,
  ): Promise<CaseChanged> {
    const declaration = of ?? randomUUID();
    const made = readGiven(given);
    return this.steps.take(
      call,
      { kind: 'transparency-declaration', action: 'record', id, ifMatch, made: declaration },
      async (state, context, { tx }) => {
        const concerned = await concernedIn(this.subjects, tx, state, context.now);
        return recordDeclaration(state, { ...made, declaration, isFurther: of !== undefined, customer, concerned, reason }, context);
      },
    );
  }

  @Get()
  @Permit('transparency-declaration', 'read')
  @ApiOperation({ summary: 'Declarations that were asked for or recorded, their versions and shares; not their contents' })
  @ApiOkResponse({ description: '{items: [{id, status, provider?, dueAt?, versions: [{version, at, source, sha256?}], shares, ...}]}' })
  async list(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<{ items: DeclarationView[] }> {
    const state = orCaseProblem(await this.reader.read(caller, id));
    return { items: [...state.requests.declarations.values()].map((declaration) => declarationView(state, declaration)) };
  }

  // Without the ETag of steps: its "version" is the declaration's, not the case's.
  @Get(':declaration/versions/:version')
  @Permit('transparency-declaration', 'read')
  @ApiOperation({ summary: 'One version of a declaration, with its words' })
  @ApiOkResponse({ description: '{version, at, by, source, late, files, sha256?, declaration?, erased?}' })
  async version(
    @Param('id') id: string,
    @Param('declaration') declaration: string,
    @Param('version', ParseIntPipe) number: number,
    @CurrentCaller() caller: Caller,
  ): Promise<VersionView> {
    const state = orCaseProblem(await this.reader.read(caller, id));
    const found = state.requests.declarations.get(declaration);
    if (found === undefined) return orCaseProblem<VersionView>(refuse('DECLARATION_UNKNOWN', 'The case has no such declaration.'));
    const version = found.versions.find((one) => one.version === number);
    if (version === undefined) return orCaseProblem<VersionView>(refuse('VERSION_UNKNOWN', `It has ${found.versions.length} versions.`));
    return versionView(version);
  }
}
