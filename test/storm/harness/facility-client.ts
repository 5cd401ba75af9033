/** Registers what the world says, by HTTP and with retries, as the storm goes on. */
import type { FacilityStep, StormWorld } from '../workload/world.js';
import { NotRetryable, untilDone } from './patience.js';

export interface CatalogueEntry {
  model: string;
  aliases: string[];
  peaksGflops: Record<string, number | string>;
}

export class FacilityClient {
  constructor(
    private readonly url: string,
    private readonly tokens: ReadonlyMap<string, string>,
    private readonly operator: string,
  ) {}

  catalogue(): Promise<CatalogueEntry[]> {
    return this.#call('GET', '/v1/accelerators', this.operator) as Promise<CatalogueEntry[]>;
  }

  async registerProviders({ providers }: StormWorld): Promise<void> {
    for (const provider of providers) await this.#call('PUT', `/v1/providers/${provider}`, this.operator, {});
  }

  async take(step: FacilityStep): Promise<void> {
    if (step.put === 'alias')
      await this.#call('PUT', `/v1/accelerator-aliases/${encodeURIComponent(step.alias)}`, this.operator, { model: step.model });
    else if (step.put === 'accelerator') {
      const { model, aliases, peaksGflops } = step;
      await this.#call('PUT', `/v1/accelerators/${encodeURIComponent(model)}`, this.operator, {
        vendor: 'Storm',
        aliases,
        peaksGflops,
        sources: ['made up'],
      });
    } else await this.#putCluster(step);
  }

  async #putCluster({ cluster, interconnectGbps }: Extract<FacilityStep, { put: 'cluster' }>): Promise<void> {
    const { accelerator, accelerators, acceleratorsPerNode, inServiceFromMs, inServiceToMs } = cluster;
    await this.#call('PUT', `/v1/clusters/${encodeURIComponent(cluster.id)}`, this.tokens.get(cluster.provider)!, {
      ...{ site: 'storm', accelerator, accelerators, inServiceFrom: new Date(inServiceFromMs).toISOString() },
      ...(acceleratorsPerNode > 0 ? { acceleratorsPerNode } : {}),
      ...(interconnectGbps === undefined ? {} : { interconnectGbps }),
      ...(inServiceToMs === undefined ? {} : { inServiceTo: new Date(inServiceToMs).toISOString() }),
    });
  }

  #call(method: string, path: string, token: string, body?: unknown): Promise<unknown> {
    return untilDone(`${method} ${path}`, async () => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(this.url + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await answer.text();
      if (answer.ok) return JSON.parse(text);
      const message = `${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`;
      throw answer.status >= 500 || answer.status === 429 ? new Error(message) : new NotRetryable(message);
    });
  }
}
