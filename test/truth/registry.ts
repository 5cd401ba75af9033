/** What is known about hardware at one moment of the ledger: grows fact by fact. */
import type { ClusterFact, Fact, HeldReason, Peaks, TruthRecord } from './truth.model.js';

/** How names of accelerators are compared. */
export const sameName = (name: string): string =>
  name
    .trim()
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\s_-]+/gu, ' ');

/** What a record is counted with: fixed when it is decided. */
export interface Registration {
  model: string;
  peaks: Peaks;
  cluster: ClusterFact;
}

export class Registry {
  readonly #models = new Map<string, Peaks>();
  /** Canonical model by comparable name. */
  readonly #names = new Map<string, string>();
  readonly #clusters = new Map<string, ClusterFact>();

  learn(fact: Exclude<Fact, { type: 'report' }>): void {
    if (fact.type === 'cluster') this.#clusters.set(`${fact.cluster.provider}/${fact.cluster.id}`, fact.cluster);
    else if (fact.type === 'alias') this.#names.set(sameName(fact.alias), fact.model);
    else {
      this.#models.set(fact.model, fact.peaks);
      for (const name of [fact.model, ...fact.aliases]) this.#names.set(sameName(name), fact.model);
    }
  }

  cluster(provider: string, id: string): ClusterFact | undefined {
    return this.#clusters.get(`${provider}/${id}`);
  }

  clusters(): ClusterFact[] {
    return [...this.#clusters.values()];
  }

  model(name: string): string | undefined {
    return this.#names.get(sameName(name));
  }

  /** How a record is counted now, or everything that it has to wait for. */
  decide(provider: string, record: TruthRecord): Registration | HeldReason[] {
    const waits: HeldReason[] = [];
    const cluster = this.cluster(provider, record.cluster);
    if (cluster === undefined) waits.push('UNKNOWN_CLUSTER');
    else if (record.startMs < cluster.inServiceFromMs || record.endMs > (cluster.inServiceToMs ?? Number.POSITIVE_INFINITY))
      waits.push('NOT_IN_SERVICE');
    const name = record.accelerator === '' ? cluster?.accelerator : record.accelerator;
    const model = name === undefined ? undefined : this.model(name);
    const peaks = model === undefined ? undefined : this.#models.get(model);
    // Without a cluster there is nothing to read an absent model from: then only the cluster is waited for.
    if (name !== undefined && peaks === undefined) waits.push('UNKNOWN_ACCELERATOR');
    return cluster === undefined || model === undefined || peaks === undefined || waits.length > 0 ? waits : { model, peaks, cluster };
  }
}
