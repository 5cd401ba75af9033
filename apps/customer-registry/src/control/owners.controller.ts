import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import { closedCircles } from '@tidemark/domain';
import { at, isoOf, OptionalPurpose, orProblem, problemOf, RequestedBy, tenantOfReader, type WriteCall } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { RegistryWrites } from '../registry/registry-writes.js';
import { EndOwner, OwnersQuery, StateOwner } from './control.dto.js';
import { CONTROL_REFUSALS } from './control.refusals.js';
import { EdgeView, viewEdge, viewFinding } from './control.view.js';
import { ControlEdges, type EdgeWords, type Instant } from './control-edges.port.js';
import { ControlReader } from './control-reader.js';
import { EdgeWordsReader } from './edge-words.reader.js';
import { type OwnersAbove, ownersAbove } from './owners.query.js';
import { StateControlHandler } from './state-control.handler.js';

interface OwnersView extends OwnersAbove {
  /** The id under which the answer names the customer: of the record for its provider, of its party for the scheme. */
  id: string;
  asOf: string;
  knownAt?: string;
  statements: EdgeView[];
  findings: object[];
}

@ApiTags('control')
@ApiBearerAuth()
@Controller('v1/customers/:id/owners')
export class OwnersController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly handler: StateControlHandler,
    private readonly edges: ControlEdges,
    private readonly reader: ControlReader,
    private readonly customers: CustomerDirectory,
    private readonly words: EdgeWordsReader,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Permit('control-edge', 'state')
  @ApiOperation({ summary: 'State who owns or controls the customer, over a time that may lie in the past' })
  @ApiCreatedResponse({ type: EdgeView })
  async state(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { owner, kind, share, from, to, evidence = [], source }: StateOwner,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
  ): Promise<EdgeView> {
    const edge = { provider: tenantOf(caller), owner: owner.toLowerCase(), owned: id.toLowerCase(), kind, share, fromMs: from, toMs: to };
    return this.change(call, (write) => this.handler.state(write, { ...edge, evidence, source }));
  }

  @Post(':edge/end')
  @HttpCode(200)
  @Permit('control-edge', 'end')
  @ApiOperation({ summary: 'End such a statement from an instant on, also in the past; what was known before stays readable' })
  @ApiOkResponse({ type: EdgeView })
  async end(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('edge', ParseUUIDPipe) edge: string,
    @Body() { at: atMs }: EndOwner,
    @RequestedBy() call: WriteCall,
  ): Promise<EdgeView> {
    return this.change(call, (write) => this.handler.end(write, { owned: id.toLowerCase(), edge: edge.toLowerCase(), atMs }));
  }

  @Get()
  @Permit('control-edge', 'read')
  @ApiOperation({
    summary: 'Who owns and controls the customer to any depth, with reasons; with a purpose the sources too, and the read is logged',
  })
  @ApiOkResponse({ description: '{id, asOf, knownAt?, statements: [EdgeView], effective, controllers, beneficialOwners, findings}' })
  async owners(
    @Param('id', ParseUUIDPipe) customer: string,
    @Query() { asOf, knownAt }: OwnersQuery,
    @OptionalPurpose() purpose: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<OwnersView> {
    const id = customer.toLowerCase();
    const nowMs = this.clock.now();
    const instant: Instant = { asOfMs: asOf ?? nowMs, knownAtMs: knownAt };
    await this.transactions.read(tenantOfReader(caller), (tx) => this.requireCustomer(tx, id));
    if (purpose !== undefined) await this.words.log({ caller, purpose, customer: id, atMs: nowMs });
    return this.transactions.read(tenantOfReader(caller), async (tx) => {
      const picture = await this.reader.above(tx, caller, id, instant);
      const words = purpose === undefined ? new Map<string, EdgeWords>() : await this.words.of(tx, id);
      const statements = await this.edges.into(tx, id);
      const subject = picture.idOf(id);
      return {
        id: subject,
        asOf: isoOf(instant.asOfMs),
        ...(knownAt === undefined ? {} : { knownAt: isoOf(knownAt) }),
        statements: statements
          .filter(({ knownAtMs }) => knownAtMs <= (knownAt ?? Number.POSITIVE_INFINITY))
          .map((edge) => viewEdge(edge, words.get(edge.edge))),
        ...ownersAbove(picture.graph, subject, instant.asOfMs),
        findings: [...picture.findings, ...picture.graph.findings(), ...closedCircles(picture.graph)].map(viewFinding),
      };
    });
  }

  private async requireCustomer(tx: Transaction, id: string): Promise<void> {
    if (await this.customers.head(tx, id)) return;
    throw problemOf({ code: 'CUSTOMER_UNKNOWN', detail: 'There is no such customer record.' }, CONTROL_REFUSALS);
  }

  private async change(
    call: WriteCall,
    work: (write: Parameters<StateControlHandler['end']>[0]) => ReturnType<StateControlHandler['end']>,
  ) {
    const answer = await this.writes.run(at(this.clock, call), async (write) => {
      const result = await work(write);
      return 'refused' in result ? result : viewEdge(result.edge);
    });
    return orProblem(answer, CONTROL_REFUSALS);
  }
}
