import { catalogueAfter, type FacilityEvent } from '@tidemark/contracts';
import { type AcceleratorCatalogue, HOUR_MS, PUBLISHED_CATALOGUE, type RegisteredCapacity } from '@tidemark/domain';

interface Registration {
  readonly provider: string;
  readonly id: string;
  readonly accelerator: string;
  readonly accelerators: number;
  readonly interconnectGbps: number;
  readonly inServiceFromMs: number;
  /** Infinity: no known end. */
  readonly inServiceToMs: number;
}

/** Compute clusters as they are registered now, and what their accelerators can do. */
export class RegisteredClusters {
  private readonly registrations = new Map<string, Registration>();
  private catalogue: AcceleratorCatalogue = PUBLISHED_CATALOGUE;

  /** Answers the clusters that have to be judged again. Throws UnusableFact where the catalogue refuses what is said. */
  take(event: FacilityEvent): { provider: string; id: string }[] {
    const catalogue = catalogueAfter(event, this.catalogue);
    if (catalogue) this.catalogue = catalogue;
    const { fact } = event;
    if (fact.case === 'cluster') {
      const { provider, id, accelerator, accelerators, interconnectGbps, inServiceFromMs, inServiceToMs } = fact.value;
      this.registrations.set(keyOf(provider, id), {
        provider,
        id,
        accelerator,
        accelerators,
        interconnectGbps,
        inServiceFromMs: Number(inServiceFromMs),
        inServiceToMs: inServiceToMs === undefined ? Infinity : Number(inServiceToMs),
      });
      return [{ provider, id }];
    }
    return catalogue ? [...this.registrations.values()].map(({ provider, id }) => ({ provider, id })) : [];
  }

  /** Undefined: it is not registered. */
  capacityOf(provider: string, id: string): RegisteredCapacity | undefined {
    const registration = this.registrations.get(keyOf(provider, id));
    if (!registration) return undefined;
    const { accelerator, accelerators, interconnectGbps, inServiceFromMs } = registration;
    const peaks = this.catalogue.resolve(accelerator)?.peaksGflops;
    return { scope: { kind: 'cluster', provider, id }, accelerator, peaks, accelerators, interconnectGbps, inServiceFromMs };
  }

  /** Accelerators that are registered for an hour; undefined: none are, so nothing can be said. */
  acceleratorsAt(provider: string, id: string, hour: number): number | undefined {
    const registration = this.registrations.get(keyOf(provider, id));
    if (!registration || hour * HOUR_MS >= registration.inServiceToMs || (hour + 1) * HOUR_MS <= registration.inServiceFromMs)
      return undefined;
    return registration.accelerators;
  }

  /** For which hours how many accelerators are registered; `toHour` exclusive, absent without a known end. */
  hoursOf(provider: string, id: string): { fromHour: number; toHour?: number; accelerators: number } | undefined {
    const registration = this.registrations.get(keyOf(provider, id));
    if (!registration) return undefined;
    const { accelerators, inServiceFromMs, inServiceToMs } = registration;
    const end = Number.isFinite(inServiceToMs) ? { toHour: Math.ceil(inServiceToMs / HOUR_MS) } : {};
    return { accelerators, fromHour: Math.floor(inServiceFromMs / HOUR_MS), ...end };
  }

  *all(): Generator<{ provider: string; id: string }> {
    yield* this.registrations.values();
  }
}

const keyOf = (provider: string, id: string): string => `${provider}\t${id}`;
