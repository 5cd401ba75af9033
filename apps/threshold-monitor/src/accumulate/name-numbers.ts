import { Injectable } from '@nestjs/common';
import type { PostedColumns } from '@tidemark/contracts';
import type { Transaction } from '@tidemark/persistence';
import type { MonitorMemory } from '../evaluate/monitor-memory.js';
import type { ProviderNames } from '../evaluate/provider-names.js';
import { MonitorStore } from './monitor-store.port.js';

/** Gives numbers to names that come for the first time. Nobody else does: the head is held. */
@Injectable()
export class NameNumbers {
  constructor(private readonly store: MonitorStore) {}

  async learn(tx: Transaction, memory: MonitorMemory, batches: readonly PostedColumns[]): Promise<void> {
    const found = unknownNames(memory, batches);
    if (found.providers.size > 0)
      for (const [name, id] of await this.store.numberProviders(tx, [...found.providers])) memory.providers.set(name, id);
    await this.number(tx, memory, { what: 'account', names: memory.accounts, fresh: found.accounts });
    await this.number(tx, memory, { what: 'compute_cluster', names: memory.clusters, fresh: found.clusters });
    if (found.accelerators.size > 0)
      for (const [model, id] of await this.store.numberAccelerators(tx, [...found.accelerators])) memory.accelerators.set(model, id);
  }

  private async number(
    tx: Transaction,
    memory: MonitorMemory,
    { what, names, fresh }: { what: 'account' | 'compute_cluster'; names: ProviderNames; fresh: Map<string, Set<string>> },
  ): Promise<void> {
    const wanted = [...fresh].flatMap(([provider, own]) =>
      [...own].map((name) => ({ provider, providerId: memory.providers.get(provider)!, name })),
    );
    if (wanted.length === 0) return;
    const providers = new Map(wanted.map(({ provider, providerId }) => [providerId, provider]));
    for (const { id, providerId, name } of await this.store.numberNames(tx, what, wanted)) names.add(id, providers.get(providerId)!, name);
  }
}

interface UnknownNames {
  readonly providers: Set<string>;
  readonly accelerators: Set<string>;
  /** By provider. */
  readonly accounts: Map<string, Set<string>>;
  readonly clusters: Map<string, Set<string>>;
}

function unknownNames(memory: MonitorMemory, batches: readonly PostedColumns[]): UnknownNames {
  const found: UnknownNames = { providers: new Set(), accelerators: new Set(), accounts: new Map(), clusters: new Map() };
  for (const { names, length, provider, account, cluster, accelerator } of batches) {
    for (let i = 0; i < length; i++) {
      const own = names[provider[i]!]!;
      if (!memory.providers.has(own)) found.providers.add(own);
      const model = names[accelerator[i]!]!;
      if (!memory.accelerators.has(model)) found.accelerators.add(model);
      noteUnknown(found.accounts, memory.accounts, own, names[account[i]!]!);
      noteUnknown(found.clusters, memory.clusters, own, names[cluster[i]!]!);
    }
  }
  return found;
}

function noteUnknown(found: Map<string, Set<string>>, known: ProviderNames, provider: string, name: string): void {
  if (known.idOf(provider, name) !== undefined) return;
  const own = found.get(provider);
  if (own) own.add(name);
  else found.set(provider, new Set([name]));
}
