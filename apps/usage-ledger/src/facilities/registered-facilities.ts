import { fromBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type FacilityEvent, FacilityEventSchema } from '@tidemark/contracts';
import { type Tenant, Transactions } from '@tidemark/persistence';
import { FacilityFactReader } from './registered-facilities.port.js';

export interface RegisteredCluster {
  provider: string;
  name: string;
  accelerators: number;
  inServiceFromMs: number;
  /** Infinity: no known end. */
  inServiceToMs: number;
}

export interface RegisteredMeter {
  provider: string;
  source: string;
  /** 0: none was registered. */
  expectedIntervalSeconds: number;
  /** When the registration was made. */
  recordedAtMs: number;
}

/**
 * What stands registered, as far as the ledger has taken the facts. Kept in memory and brought up to date at each question,
 * because facts are few and only added. The facts are read as the app itself; a tenant gets its own out of them.
 */
@Injectable()
export class RegisteredFacilities {
  private readonly providers = new Set<string>();
  private readonly clusters = new Map<string, RegisteredCluster>();
  private readonly meters = new Map<string, RegisteredMeter>();
  private position = 0n;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly transactions: Transactions,
    @Inject(FacilityFactReader) private readonly facts: FacilityFactReader,
  ) {}

  async hasProvider(provider: string): Promise<boolean> {
    await this.refresh();
    return this.providers.has(provider);
  }

  async cluster(provider: string, name: string): Promise<RegisteredCluster | undefined> {
    await this.refresh();
    return this.clusters.get(`${provider}/${name}`);
  }

  async meter(provider: string, source: string): Promise<RegisteredMeter | undefined> {
    await this.refresh();
    return this.meters.get(`${provider}/${source}`);
  }

  async clustersOf(tenant: Tenant): Promise<RegisteredCluster[]> {
    await this.refresh();
    return [...this.clusters.values()].filter((cluster) => sees(tenant, cluster.provider));
  }

  async metersOf(tenant: Tenant): Promise<RegisteredMeter[]> {
    await this.refresh();
    return [...this.meters.values()].filter((meter) => sees(tenant, meter.provider));
  }

  /** Questions at the same time share one look. */
  private refresh(): Promise<void> {
    this.refreshing ??= this.take().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async take(): Promise<void> {
    const facts = await this.transactions.run((tx) => this.facts.factsAfter(tx, this.position));
    for (const { position, event } of facts) {
      this.apply(fromBinary(FacilityEventSchema, event));
      this.position = position;
    }
  }

  private apply(event: FacilityEvent): void {
    const { fact } = event;
    switch (fact.case) {
      case 'provider':
        this.providers.add(fact.value.id);
        return;
      case 'cluster':
        this.clusters.set(`${fact.value.provider}/${fact.value.id}`, {
          provider: fact.value.provider,
          name: fact.value.id,
          accelerators: fact.value.accelerators,
          inServiceFromMs: Number(fact.value.inServiceFromMs),
          inServiceToMs: fact.value.inServiceToMs === undefined ? Number.POSITIVE_INFINITY : Number(fact.value.inServiceToMs),
        });
        return;
      case 'meter':
        this.meters.set(`${fact.value.provider}/${fact.value.source}`, {
          provider: fact.value.provider,
          source: fact.value.source,
          expectedIntervalSeconds: fact.value.expectedIntervalSeconds,
          recordedAtMs: Number(event.recordedAtMs),
        });
        return;
      default:
        // Sites, aliases, models and instance types answer no question here.
        return;
    }
  }
}

const sees = (tenant: Tenant, provider: string): boolean => 'oversight' in tenant || tenant.provider === provider;
