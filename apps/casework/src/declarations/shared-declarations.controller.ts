import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { findShare, readSharedDeclaration } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import type { Response } from 'express';
import { actingAs, HOME_AUTHORITY } from '../case-log/acting.js';
import { CaseWrites, type OpenCase } from '../case-log/case-writes.js';
import { orCaseProblem } from '../refusals.js';
import { type SharedView, sharedView } from './declaration.view.js';
import { ShareIndex } from './share-index.port.js';

@ApiTags('declarations')
@ApiBearerAuth()
@Controller('v1/shared-declarations')
export class SharedDeclarationsController {
  constructor(
    private readonly shares: ShareIndex,
    private readonly writes: CaseWrites,
    private readonly clock: Clock,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  @Get(':share')
  @Permit('transparency-declaration', 'read')
  @ApiOperation({ summary: 'A declaration that was shared with the caller by order: for that auditor alone, and each reading is logged' })
  @ApiOkResponse({ description: '{id, purpose?, until, versions: [{version, at, sha256?, declaration?, erased?}]}' })
  async read(
    @Param('share') share: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SharedView> {
    const unknown = refuse('SHARE_UNKNOWN', 'There is no such share.');
    const caseId = await this.shares.caseOf(share, actorOf(caller));
    if (caseId === undefined) return orCaseProblem<SharedView>(unknown);
    response.setHeader('Cache-Control', 'private, no-store');
    // The case may belong to any authority: the order lets this person in, not her office.
    return orCaseProblem<SharedView>(
      await this.writes.runAsCasework<SharedView | Refused>(this.clock.now(), caseId, async (open) => this.shown(open, share, caller)),
    );
  }

  private shown(open: OpenCase, share: string, caller: Caller): SharedView | Refused {
    const context = { ...open.context, actor: actingAs(caller, this.home) };
    const refused = open.apply(readSharedDeclaration(open.state, share, context));
    if (refused) return refused;
    const found = findShare(open.state, share)!;
    return sharedView(found, open.state.requests.declarations.get(found.declaration)!);
  }
}
