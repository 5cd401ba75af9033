import type { MessageInitShape } from '@bufbuild/protobuf';
import { Controller } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type {
  ListAcceleratorsResponseSchema,
  ListClustersRequest,
  ListClustersResponseSchema,
  ListMetersRequest,
  ListMetersResponseSchema,
} from '@tidemark/contracts';
import { CatalogueQuery } from '../catalogue/catalogue.query.js';
import { acceleratorMessage } from '../catalogue/catalogue-fact.events.js';
import { clusterMessage, meterMessage } from '../facts/facility-fact.events.js';
import type { FacilityFact, FactKind } from '../facts/facility-fact.js';
import { FacilityFactsQuery } from '../facts/facility-facts.query.js';
import { PAGE_LIMIT_MAX } from '../facts/page.dto.js';

/** `tidemark.facility.v1.FacilityRegistry`: what other services ask. Who may see what is decided as over HTTP. */
@Controller()
export class FacilityRegistryGrpcController {
  constructor(
    private readonly facts: FacilityFactsQuery,
    private readonly catalogue: CatalogueQuery,
  ) {}

  @GrpcMethod('FacilityRegistry', 'ListClusters')
  @Permit('cluster', 'read')
  async listClusters(
    @Payload() { provider }: ListClustersRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof ListClustersResponseSchema>> {
    return { clusters: (await this.all(caller, 'cluster', provider)).map(clusterMessage) };
  }

  @GrpcMethod('FacilityRegistry', 'ListMeters')
  @Permit('meter', 'read')
  async listMeters(
    @Payload() { provider }: ListMetersRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof ListMetersResponseSchema>> {
    return { meters: (await this.all(caller, 'meter', provider)).map(meterMessage) };
  }

  @GrpcMethod('FacilityRegistry', 'ListAccelerators')
  @Permit('catalogue', 'read')
  async listAccelerators(): Promise<MessageInitShape<typeof ListAcceleratorsResponseSchema>> {
    const catalogue = await this.catalogue.current();
    return {
      catalogueVersion: catalogue.version,
      accelerators: catalogue.entries.map((entry) => acceleratorMessage(entry, catalogue.version)),
    };
  }

  /** The messages have no pages, so the pages are put together here. */
  private async all<Kind extends FactKind>(caller: Caller, kind: Kind, provider: string): Promise<FacilityFact<Kind>[]> {
    const asked = provider === '' ? {} : { provider };
    const facts: FacilityFact<Kind>[] = [];
    let after: string | undefined;
    do {
      const page = await this.facts.list(caller, kind, { ...asked, ...(after === undefined ? {} : { after }), limit: PAGE_LIMIT_MAX });
      facts.push(...page.facts);
      after = page.next;
    } while (after !== undefined);
    return facts;
  }
}
