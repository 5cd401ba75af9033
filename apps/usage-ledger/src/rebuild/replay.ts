/**
 * Decides everything again: a fresh engine on an empty ledger is fed with the facts and submissions of the live one, in the order of
 * their ledger positions. What was decided is a pure function of that order, so both ledgers must end up with the same.
 */
import type { BatchContext, IncomingMessage } from '@tidemark/messaging';
import type { Transaction, Transactions } from '@tidemark/persistence';
import type { CountingEngine } from '../count/counting-engine.js';
import { type Differences, waitUnhurried } from './rebuild.js';
import type { ReplayInputs } from './replay.port.js';
import { Deliveries, type ReplayBatch, ReplayBatches } from './replay-batches.js';

/** As many as one transaction of a ledger with a backlog. */
const REPORTS_MAX = 400;
const FACTS = 'facility.v1';
const REPORTS = 'usage.reports.v1';

/** What was counted once can be counted again: a refusal now is a broken invariant. */
const CONTEXT: BatchContext = {
  isStale: () => false,
  heartbeat: async () => undefined,
  deadLetter: async ({ offset }, reason) => {
    throw new Error(`The replay cannot take input ${offset}: ${reason}`);
  },
};

export class Replay {
  reports = 0;
  facts = 0;
  private position = 0;
  private readonly deliveries: Deliveries;

  constructor(
    private readonly inputs: ReplayInputs,
    private readonly engine: CountingEngine,
    differences: Differences,
    private readonly reportsMax = REPORTS_MAX,
  ) {
    this.deliveries = new Deliveries((what) => differences.compare(what, 'taken twice', 'taken once'));
  }

  /** Feeds what is committed by now. Without a snapshot, which would keep the ledger from tidying up for as long as this takes. */
  catchUp(live: Transactions): Promise<void> {
    return live.run(async (tx) => {
      await waitUnhurried(tx);
      await this.feed(tx);
    });
  }

  /** Feeds what the transaction sees and was not fed yet. */
  async feed(tx: Transaction): Promise<void> {
    const until = await this.inputs.lastPosition(tx);
    const batches = new ReplayBatches(this.reportsMax);
    for await (const page of this.inputs.between(tx, this.position, until)) {
      for (const input of page) for (const batch of batches.add(input)) await this.take(batch);
    }
    for (const batch of batches.rest()) await this.take(batch);
    this.position = until;
  }

  private async take(batch: ReplayBatch): Promise<void> {
    if ('fact' in batch) {
      const messages = [messageOf(this.facts++, batch.fact)];
      await this.engine.takeFacts({ topic: FACTS, partition: 0, messages, endOffset: BigInt(this.facts) }, CONTEXT);
      return;
    }
    const messages = batch.reports.map((envelope) => messageOf(this.reports++, this.deliveries.renumber(envelope)));
    await this.engine.countReports({ topic: REPORTS, partition: 0, messages, endOffset: BigInt(this.reports) }, CONTEXT);
  }
}

const messageOf = (offset: number, value: Uint8Array): IncomingMessage => ({
  offset: BigInt(offset),
  key: undefined,
  value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  headers: {},
  timestampMs: 0,
});
