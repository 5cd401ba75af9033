import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { UnusableFact } from '@tidemark/contracts';
import type { AcceleratorCatalogue, Held } from '@tidemark/domain';
import type { BatchContext, IncomingBatch, IncomingMessage } from '@tidemark/messaging';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { BaseCatalogue } from './base-catalogue.js';
import { CountingStore, LedgerRecords, StaleLedger, TotalOverflow } from './counting-store.port.js';
import { FactTaker } from './fact-taker.js';
import { LedgerState } from './ledger-state.js';
import { ReportCounter } from './report-counter.js';
import { ReportDecoder, type ReportMessage } from './report-messages.js';

const OVERFLOW: Held = { reason: 'TOTAL_OVERFLOW', waitingFor: undefined };
const ATTEMPTS = 20;
/** How long to keep others out from the start, after they were met. */
const CONTENDED_MS = 2_000;

/**
 * Counts: takes batches of the log, decides one at a time, and commits each in one transaction. Other processes are
 * kept apart by the ledger's head row, and whoever finds it moved brings its memory up to date and decides again.
 */
@Injectable()
export class CountingEngine {
  private readonly state: LedgerState;
  private readonly reports: ReportCounter;
  private readonly facts: FactTaker;
  private readonly decoder = new ReportDecoder();
  private turn: Promise<unknown> = Promise.resolve();
  private contendedUntilMs = 0;

  constructor(
    @Inject(CountingStore) private readonly store: CountingStore,
    @Inject(LedgerRecords) records: LedgerRecords,
    @Inject(BaseCatalogue) baseCatalogue: AcceleratorCatalogue,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.state = new LedgerState(store, records, baseCatalogue, clock);
    this.reports = new ReportCounter(this.state, store, records, (work) => this.inTransaction(work));
    this.facts = new FactTaker(this.state, store, records);
  }

  /** Brings what is known of hardware to where the database is. To be called once before anything is counted: the first report then waits for nothing. */
  begin(): Promise<void> {
    return this.inTurn(() => this.state.catchUp());
  }

  /** Where to begin in a partition that was just given to this process. */
  startAt(topic: string, partition: number): Promise<bigint | undefined> {
    // In turn: what another partition's batch is being decided by must not be forgotten under it.
    return this.inTurn(async () => {
      this.state.partitions.forget(topic, partition);
      return this.store.nextOffset(topic, partition);
    });
  }

  /** Counts one batch of usage.reports.v1. When it resolves, all of it is committed. */
  async countReports(batch: IncomingBatch, context: BatchContext): Promise<void> {
    const { reports, poison } = this.decoder.decode(batch.messages);
    for (const { message, reason } of poison) await context.deadLetter(message, reason);
    await this.countDecoded(batch, reports).catch((error: unknown) => this.withoutOverflow(error, batch, reports));
    this.decoder.release(reports);
  }

  /** Takes facts of facility.v1, each in a transaction of its own with all that it releases. */
  async takeFacts(batch: IncomingBatch, context: BatchContext): Promise<void> {
    await this.inTurn(async () => {
      for (const message of batch.messages) {
        try {
          await this.takeFact(batch, message);
        } catch (error) {
          this.state.forgetAll();
          if (!(error instanceof UnusableFact)) throw error;
          await context.deadLetter(message, error.message);
          await this.insistLocked((tx) => this.facts.passOver(batch, message, tx));
        }
      }
    });
  }

  private async takeFact(batch: IncomingBatch, message: IncomingMessage): Promise<void> {
    try {
      await this.insistLocked((tx) => this.facts.take(batch, message, tx));
    } catch (error) {
      if (!(error instanceof TotalOverflow)) throw error;
      this.state.forgetAll();
      await this.insistLocked((tx) => this.facts.take(batch, message, tx, OVERFLOW));
    }
  }

  private countDecoded(batch: IncomingBatch, reports: readonly ReportMessage[], holdAll?: Held): Promise<void> {
    return this.again(async () => {
      // The next batch may be folded while this one is still being committed.
      await Promise.all(await this.inTurn(() => this.fold(batch, reports, holdAll)));
    });
  }

  /** A total would leave its 64 bits: finds out by which reports, and holds them whole. */
  private async withoutOverflow(error: unknown, batch: IncomingBatch, reports: readonly ReportMessage[]): Promise<void> {
    if (!(error instanceof TotalOverflow)) throw error;
    if (batch.messages.length === 1) return this.countDecoded(batch, reports, OVERFLOW);
    for (const message of batch.messages) {
      const one = { ...batch, messages: [message] };
      const own = reports.filter((report) => report.offset === message.offset);
      await this.countDecoded(one, own).catch((again: unknown) => this.withoutOverflow(again, one, own));
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** In statements of its own; for a while after others counted in between, in one transaction that keeps them out. */
  private async fold(batch: IncomingBatch, reports: readonly ReportMessage[], holdAll?: Held): Promise<Promise<void>[]> {
    await this.state.recover();
    if (this.clock.now() < this.contendedUntilMs) {
      await this.inTransaction(async (tx) => {
        await Promise.all(await this.reports.count(batch, reports, tx, holdAll));
      });
      return [];
    }
    await this.state.catchUp();
    return this.reports.count(batch, reports, undefined, holdAll);
  }

  private insistLocked(work: (tx: Transaction) => Promise<void>): Promise<void> {
    return this.again(async () => {
      await this.state.recover();
      await this.inTransaction(work);
    });
  }

  /** Whatever goes wrong, memory of what may not have been saved is forgotten. Tries again when somebody else was faster. */
  private async again(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        this.state.fail();
        if (!(error instanceof StaleLedger) || attempt === ATTEMPTS) throw error;
        this.contendedUntilMs = this.clock.now() + CONTENDED_MS;
      }
    }
  }

  private async inTransaction(work: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.state.drained();
    await this.transactions.run(async (tx) => {
      await this.state.catchUp(tx);
      await work(tx);
    });
  }
}
