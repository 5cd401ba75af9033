import { fromBinary } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { decodePostedBatch, FacilityEventSchema, readIdentity, UnusableFact } from '@tidemark/contracts';
import { type Rule, ruleKey } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { FlagStore } from '../evaluate/flag-store.port.js';
import { MonitorMemory } from '../evaluate/monitor-memory.js';
import { RuleSource } from '../evaluate/rules-in-play.port.js';
import { MonitorStore } from './monitor-store.port.js';
import { readOrder } from './order-message.js';

const PAGE = 5_000;

/** Reads what judging needs out of the monitor's own tables: at the start, and whenever another process was at work. */
@Injectable()
export class MemoryLoader {
  constructor(
    private readonly store: MonitorStore,
    private readonly flags: FlagStore,
    private readonly rules: RuleSource,
  ) {}

  async load(tx: Transaction, change: bigint, nowMs: number): Promise<MonitorMemory> {
    const memory = new MonitorMemory(change, await this.rules.inPlay(tx, nowMs), await this.flags.open(tx));
    for (const { topic, partition, nextOffset } of await this.store.positions(tx))
      memory.positions.set(`${topic}/${partition}`, nextOffset);
    await this.readNames(tx, memory);
    for (const { accountId, firstHour, lastHour, ...totals } of await this.store.accountTotals(tx))
      memory.accountTotals.set(accountId, totals, firstHour, lastHour);
    for (const { clusterId, ...totals } of await this.store.clusterTotals(tx)) memory.clusterTotals.set(clusterId, totals);
    memory.evaluations.push(...(await this.flags.evaluations(tx)));
    memory.held.add((await this.store.heldBatches(tx)).map(decodePostedBatch));
    await this.readIdentities(tx, memory);
    await this.readFacilities(tx, memory);
    for (const bytes of await this.store.orderFacts(tx)) {
      const { fact } = readOrder(bytes);
      if (fact) memory.takeOrder(fact);
    }
    // All of it was judged when it came.
    memory.attribution.touched();
    return memory;
  }

  /** Whether other rules are in play than the memory stands on. */
  async rulesDiffer(tx: Transaction, { rules }: MonitorMemory, nowMs: number): Promise<boolean> {
    const now = await this.rules.inPlay(tx, nowMs);
    const keys = (set: readonly Rule[]): string => set.map(ruleKey).sort().join();
    return keys(now.live) !== keys(rules.live) || keys(now.trial) !== keys(rules.trial);
  }

  private async readNames(tx: Transaction, memory: MonitorMemory): Promise<void> {
    for (const [name, id] of await this.store.providers(tx)) memory.providers.set(name, id);
    for (const [model, id] of await this.store.accelerators(tx)) memory.accelerators.set(model, id);
    for (const { id, provider, name } of await this.store.names(tx, 'account')) memory.accounts.add(id, provider, name);
    for (const { id, provider, name } of await this.store.names(tx, 'compute_cluster')) memory.clusters.add(id, provider, name);
  }

  private async readIdentities(tx: Transaction, memory: MonitorMemory): Promise<void> {
    for (let after = 0n; ; ) {
      const page = await this.store.customerFacts(tx, after, PAGE);
      if (page.length === 0) return;
      for (const { bytes } of page) {
        const { fact } = readIdentity(bytes);
        if (fact) memory.takeIdentity(fact);
      }
      after = page.at(-1)!.sequence;
    }
  }

  private async readFacilities(tx: Transaction, memory: MonitorMemory): Promise<void> {
    for (let after = 0n; ; ) {
      const page = await this.store.facilityFacts(tx, after, PAGE);
      if (page.length === 0) return;
      for (const { bytes } of page) {
        try {
          memory.takeFacility(fromBinary(FacilityEventSchema, bytes));
        } catch (error) {
          // It was left out when it came, too.
          if (!(error instanceof UnusableFact)) throw error;
        }
      }
      after = page.at(-1)!.position;
    }
  }
}
