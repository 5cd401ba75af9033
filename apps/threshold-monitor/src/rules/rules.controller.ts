import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import { LEGAL_STATUSES, RULE_KINDS, ruleKey } from '@tidemark/domain';
import type { Request, Response } from 'express';
import { orRefusal } from '../ask/asking-problems.js';
import { linkNextPage, readCursor, readLimit } from '../ask/paging.js';
import { isoOf, readWindow } from '../ask/window.js';
import { oneRuleView, ruleView } from './rule.view.js';
import type { RulebookVersion } from './rulebook-versions.port.js';
import {
  OneRulebookVersionView,
  PageQuery,
  RulebookVersionsView,
  RulebookVersionView,
  RulesQuery,
  RulesView,
  RuleVersionsView,
  TrialQuery,
  TrialReportView,
} from './rules.dto.js';
import { RulesQueries } from './rules.query.js';
import { orRuleProblem, refuseRule } from './rules.refusals.js';
import { trialReportView } from './trial-report.view.js';
import { versionNumber } from './version-number.js';

const LIMIT = { usual: 100, most: 1_000 };
const STANDINGS: readonly string[] = [...LEGAL_STATUSES, 'NOT_YET', 'NOT_STATED'];

@ApiTags('rules')
@ApiBearerAuth()
@Controller('v1/rules')
export class RulesController {
  constructor(
    private readonly rules: RulesQueries,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('rule', 'read')
  @ApiOperation({ summary: 'The rulebook: every rule with where it stands in law today and what became of it here' })
  @ApiOkResponse({ type: RulesView })
  async list(
    @Query() { kind, status, state, jurisdiction, limit, cursor }: RulesQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RulesView> {
    if (kind !== undefined && !RULE_KINDS.includes(kind as 'TRAINING')) throwFilter('kind', RULE_KINDS);
    if (status !== undefined && !STANDINGS.includes(status)) throwFilter('status', STANDINGS);
    const after = orRefusal(readCursor<[string, number]>(cursor, ['text', 'number']));
    const most = orRefusal(readLimit(limit, LIMIT.usual, LIMIT.most));
    const { items, next } = await this.rules.list(caller, { kind, status, state, jurisdiction }, after, most);
    linkNextPage(request, response, next);
    return { items: items.map((one) => ruleView(one, this.clock.now())), ...(next === undefined ? {} : { next }) };
  }

  @Get('versions')
  @Permit('rule', 'read')
  @ApiOperation({ summary: 'Versions of the rulebook: which rules raised flags from when on' })
  @ApiOkResponse({ type: RulebookVersionsView })
  async versions(
    @Query() { limit, cursor }: PageQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RulebookVersionsView> {
    const [before] = orRefusal(readCursor<[number]>(cursor, ['number'])) ?? [undefined];
    const most = orRefusal(readLimit(limit, LIMIT.usual, LIMIT.most));
    const { items, next } = await this.rules.rulebooks(caller, Math.min(before ?? INT_MAX, INT_MAX), most);
    linkNextPage(request, response, next);
    return { items: items.map(rulebookView), ...(next === undefined ? {} : { next }) };
  }

  @Get('versions/:version')
  @Permit('rule', 'read')
  @ApiOperation({ summary: 'One version of the rulebook, and what it changed' })
  @ApiOkResponse({ type: OneRulebookVersionView })
  async version(@Param('version') version: string, @CurrentCaller() caller: Caller): Promise<OneRulebookVersionView> {
    const number = versionNumber(version);
    if (number === undefined)
      return orRuleProblem<never>(refuseRule('RULEBOOK_VERSION_UNKNOWN', 'Versions are numbers.', { field: 'version' }));
    const { book, differences } = orRuleProblem(await this.rules.rulebook(caller, number));
    return { ...rulebookView(book), ...differences } as unknown as OneRulebookVersionView;
  }

  @Get(':id')
  @Permit('rule', 'read')
  @ApiOperation({ summary: 'A rule: all its versions, and what became of each' })
  @ApiOkResponse({ type: RuleVersionsView })
  async one(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<RuleVersionsView> {
    const versions = orRuleProblem(await this.rules.one(caller, id));
    return { items: versions.map((one) => oneRuleView(one, this.clock.now(), caller)) };
  }

  // It names scopes: whoever may read flags may read it.
  @Get(':id/:version/trial')
  @Permit('flag', 'read')
  @ApiOperation({ summary: 'Which flags a rule on trial would add, remove or move, over a past period' })
  @ApiOkResponse({ type: TrialReportView })
  async trial(
    @Param('id') id: string,
    @Param('version') version: string,
    @Query() { from, to }: TrialQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<TrialReportView> {
    const number = versionNumber(version);
    if (number === undefined) return orRuleProblem<never>(refuseRule('RULE_UNKNOWN', 'Versions are numbers.', { field: 'version' }));
    const report = orRuleProblem(await this.rules.trial(caller, id, number, orRefusal(readWindow(from, to))));
    const live = report.live === undefined ? {} : { live: ruleKey(report.live) };
    return { rule: ruleKey(report.rule), ...live, ...trialReportView(report) };
  }
}

const INT_MAX = 2_147_483_647;

const rulebookView = ({ version, fromMs, rules }: RulebookVersion): RulebookVersionView => ({
  version,
  from: isoOf(fromMs),
  rules: [...rules],
});

function throwFilter(field: string, words: readonly string[]): never {
  return orRuleProblem<never>(refuseRule('RULE_FILTER_INVALID', `One of ${words.join(', ')}.`, { field }));
}
