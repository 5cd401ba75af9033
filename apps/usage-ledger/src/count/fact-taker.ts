import { catalogueAfter, readFacilityEvent } from '@tidemark/contracts';
import { type Held, LedgerChange, registrationChange } from '@tidemark/domain';
import type { IncomingBatch, IncomingMessage } from '@tidemark/messaging';
import type { Transaction } from '@tidemark/persistence';
import type { CountingStore, LedgerRecords, TakenInput } from './counting-store.port.js';
import { clusterOf, learnCluster, releasedBy } from './facility-facts.js';
import type { LedgerState } from './ledger-state.js';

/** Records decided at once after a fact; more are decided in further rounds of the same transaction. */
const RELEASE_ROUND = 20_000;

/** Takes facility facts, each with all the held records that it releases. */
export class FactTaker {
  constructor(
    private readonly state: LedgerState,
    private readonly store: CountingStore,
    private readonly records: LedgerRecords,
  ) {}

  /** `hold`: what the fact would release stays held for this reason, because counting it is not possible. */
  async take(batch: IncomingBatch, message: IncomingMessage, tx: Transaction, hold?: Held): Promise<void> {
    const input = await this.inputOf(batch, message);
    if (!input) return;
    const event = readFacilityEvent(message.value);
    if (await this.store.hasFact(tx, event.id)) await this.state.commitNothing(input, tx);
    else await this.addFact(tx, event, message.value, input, hold);
    this.state.partitions.taken(input);
  }

  /** Puts the position behind a message that cannot be taken. */
  async passOver(batch: IncomingBatch, message: IncomingMessage, tx: Transaction): Promise<void> {
    const input = await this.inputOf(batch, message);
    if (!input) return;
    await this.state.commitNothing(input, tx);
    this.state.partitions.taken(input);
  }

  /** Undefined when the message was taken before. */
  private async inputOf({ topic, partition }: IncomingBatch, { offset }: IncomingMessage): Promise<TakenInput | undefined> {
    const { nextOffset } = await this.state.partitions.state(topic, partition);
    if (nextOffset !== undefined && offset < nextOffset) return undefined;
    return { topic, partition, from: nextOffset, to: offset + 1n, marks: new Map() };
  }

  private async addFact(
    tx: Transaction,
    event: ReturnType<typeof readFacilityEvent>,
    bytes: Uint8Array,
    input: TakenInput,
    hold?: Held,
  ): Promise<void> {
    const position = this.state.head.position + 1;
    const knownAtMs = this.state.knownAt();
    const catalogue = catalogueAfter(event, this.state.catalogue);
    const cluster = clusterOf(event);
    const clusterId = cluster && (await this.state.clusterId(cluster));
    await this.store.addFact(
      tx,
      { position, eventId: event.id, event: bytes, catalogueVersion: (catalogue ?? this.state.catalogue).version },
      knownAtMs,
    );
    this.state.factAdded(position, knownAtMs);
    if (catalogue) this.state.learnCatalogue(catalogue, position);
    if (clusterId !== undefined) learnCluster(event, clusterId, position, this.state.facts);
    await this.state.memory.learnAccelerators(this.state.catalogue.entries.map((entry) => entry.model));
    await this.state.commitNothing(input, tx, await this.changedRegistration(tx, clusterId));
    await this.release(tx, releasedBy(event, clusterId, this.state.facts), position, hold);
  }

  /** What was decided under an earlier registration stays as it was: that is a finding. */
  private async changedRegistration(tx: Transaction, clusterId: number | undefined): Promise<LedgerChange> {
    const change = new LedgerChange();
    const cluster = clusterId === undefined ? undefined : this.state.facts.clusterById(clusterId);
    const [before, after] = cluster?.registrations.slice(-2) ?? [];
    const detail = before && after ? registrationChange(before, after) : '';
    if (!cluster || detail === '' || !(await this.store.hasCounted(tx, cluster.id))) return change;
    const providerId = this.state.memory.providerId(cluster.provider);
    change.find({ kind: 'REGISTRATION_CHANGED', providerId, sourceId: 0, clusterId: cluster.id, accelerator: '', detail });
    return change;
  }

  /** Decides the records that waited for the keys, in ledger order, in rounds. */
  private async release(tx: Transaction, keys: readonly string[], position: number, hold?: Held): Promise<void> {
    if (keys.length === 0) return;
    let after = { reportPosition: -1, index: 0 };
    for (let turn = 0; ; ) {
      const waiting = await this.records.waiting(tx, keys, after, RELEASE_ROUND, this.state.facts);
      if (waiting.length === 0) return;
      const candidates = waiting.map((record) => ({ record, ownPlace: { position, minor: turn++ } }));
      if (hold) await this.state.holdAndCommit(tx, waiting, hold);
      else await this.state.settleAndCommit(tx, candidates, position);
      const last = waiting.at(-1)!;
      after = { reportPosition: last.reportPosition, index: last.index };
    }
  }
}
