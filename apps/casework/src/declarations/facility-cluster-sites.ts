import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { grpcAddressOf, TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { facility, type GrpcClient, GrpcFailure, grpcClient } from '@tidemark/contracts';
import { ClusterSites } from './cluster-sites.port.js';

const TIMEOUT_MS = 10_000;

/** Asks the facility registry. */
@Injectable()
export class FacilityClusterSites extends ClusterSites implements OnApplicationShutdown {
  private readonly registry: GrpcClient<typeof facility.FacilityRegistry>;

  constructor(@Inject(TIDEMARK_CONFIG) config: TidemarkConfig) {
    super();
    this.registry = grpcClient(facility.FacilityRegistry, grpcAddressOf(config, config.facilityGrpc));
  }

  onApplicationShutdown(): void {
    this.registry.close();
  }

  async of(token: string, providers: readonly string[]): Promise<ReadonlyMap<string, string> | undefined> {
    const sites = new Map<string, string>();
    try {
      for (const provider of providers) {
        const { clusters } = await this.registry.call('listClusters', { provider }, { token, timeoutMs: TIMEOUT_MS });
        for (const { id, site, provider: owner } of clusters) if (site !== '') sites.set(`${owner}/${id}`, site);
      }
      return sites;
    } catch (error) {
      if (error instanceof GrpcFailure) return undefined;
      throw error;
    }
  }
}
