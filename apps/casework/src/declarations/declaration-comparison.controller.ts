import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BearerToken, type Caller, CurrentCaller, Permit } from '@tidemark/access';
import {
  type CaseScope,
  compareDeclared,
  type Declaration,
  type DeclarationComparison,
  type DeclarationVersion,
  type Observation,
  windowsOf,
} from '@tidemark/domain';
import { isoOf, type Refused, refuse } from '@tidemark/edge';
import { CaseReader } from '../case-log/case-reader.js';
import { orCaseProblem } from '../refusals.js';
import { ClusterSites } from './cluster-sites.port.js';
import { ComparisonQuery } from './declarations.dto.js';
import { ObservedUse } from './observed-use.port.js';

@ApiTags('declarations')
@ApiBearerAuth()
@Controller('v1/cases/:id/declarations/:declaration/comparison')
export class DeclarationComparisonController {
  constructor(
    private readonly reader: CaseReader,
    private readonly use: ObservedUse,
    private readonly sites: ClusterSites,
  ) {}

  @Get()
  @Permit('transparency-declaration', 'read')
  @ApiOperation({
    summary: 'What was declared beside what the ledger counted, with its interval, and what does not fit',
    description:
      'Exact: a line is above or below only when the whole observed interval lies outside what was declared. An hour counts by its start. ' +
      'What cannot be compared says why. It is a figure to look into; nothing follows from it by itself.',
  })
  @ApiOkResponse({
    description:
      '{declaration, version, scope, knownAt?, notObserved?, tolerancePercent, periods, lines: [{line, verdict, why?, declared, observed?}], outside?, undeclaredSites, undeclaredAccelerators}',
  })
  async compare(
    @Param('id') id: string,
    @Param('declaration') named: string,
    @Query() { version: number }: ComparisonQuery,
    @CurrentCaller() caller: Caller,
    @BearerToken() token: string,
  ) {
    const state = orCaseProblem(await this.reader.read(caller, id));
    const declaration = state.requests.declarations.get(named);
    const { version, content } = orCaseProblem<Compared>(versionOf(declaration, number));
    const scope: CaseScope = declaration?.customer === undefined ? state.subject : { kind: 'customer', id: declaration.customer };
    const observed = await this.use.observe(token, scope, windowsOf(content.compute));
    const observation = 'observation' in observed ? await this.withSites(token, observed.observation) : undefined;
    return {
      declaration: named,
      version,
      scope,
      ...(observation === undefined ? observed : { knownAt: isoOf(observation.knownAt) }),
      ...comparisonView(compareDeclared(content.compute, observation)),
    };
  }

  private async withSites(token: string, observation: Observation): Promise<Observation> {
    const clusters = observation.windows.flatMap(({ shares }) => shares.map(({ cluster }) => cluster));
    const providers = [...new Set(clusters.map((cluster) => cluster.slice(0, cluster.indexOf('/'))))];
    return { ...observation, siteOf: await this.sites.of(token, providers) };
  }
}

type Compared = DeclarationVersion & Required<Pick<DeclarationVersion, 'content'>>;

function versionOf(declaration: Declaration | undefined, number: number | undefined): Compared | Refused {
  if (declaration === undefined) return refuse('DECLARATION_UNKNOWN', 'The case has no such declaration.');
  if (declaration.versions.length === 0) return refuse('DECLARATION_MISSING', 'Nothing was declared yet.');
  const version = declaration.versions.find((one) => one.version === (number ?? declaration.versions.length));
  if (version === undefined) return refuse('VERSION_UNKNOWN', `It has ${declaration.versions.length} versions.`);
  return version.content === undefined ? refuse('DECLARATION_ERASED', 'Its words were erased.') : (version as Compared);
}

const comparisonView = ({ periods, outside, ...comparison }: DeclarationComparison) => ({
  ...comparison,
  periods: periods.map((period) => ({ ...period, ...windowView(period) })),
  ...(outside === undefined ? {} : { outside: outside.map((window) => ({ ...window, ...windowView(window) })) }),
});

const windowView = ({ from, to }: { from?: number; to?: number }) => ({
  ...(from === undefined ? {} : { from: isoOf(from) }),
  ...(to === undefined ? {} : { to: isoOf(to) }),
});
