import { fromBinary } from '@bufbuild/protobuf';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { CustomerEventSchema } from '@tidemark/contracts';
import { noteSubjectErased } from '@tidemark/domain';
import { Rounds } from '@tidemark/observability';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { CaseWrites } from '../case-log/case-writes.js';
import { IdentityFacts } from '../intake/identity-facts.port.js';
import { type ErasedRecord, ErasedSubjects } from './erased-subjects.port.js';

const LOOK_EVERY_MS = 2_000;
const FACTS_AT_ONCE = 500;

/**
 * Notes in cases that the registry erased the person behind a record. Identities that were released to a case are its evidence while it is open
 * or held, so nothing goes by itself: once the case is closed its erasure stands as asked, and a person orders it.
 */
@Injectable()
export class SubjectErasuresWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SubjectErasuresWorker.name);
  private readonly rounds = new Rounds({
    look: async () => ((await this.look()) ? 0 : LOOK_EVERY_MS),
    onError: (error) => this.logger.error(error, 'erasures of the registry wait'),
    pauseAfterErrorMs: LOOK_EVERY_MS,
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly facts: IdentityFacts,
    private readonly subjects: ErasedSubjects,
    private readonly writes: CaseWrites,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round: the next facts, what they concern, and at last how far it came: what was noted before is not noted again. Answers whether there may be more. */
  async look(): Promise<boolean> {
    const { facts, concerned } = await this.transactions.run((tx) => this.next(tx));
    const failures: unknown[] = [];
    for (const { id, customer, sequence } of concerned) await this.note(id, customer, sequence).catch((error) => failures.push(error));
    // A case that cannot be changed holds up no other, and is not passed over either: the same facts are looked at again.
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} cases wait for what the registry erased`);
    const last = facts.at(-1);
    if (last !== undefined) await this.transactions.run((tx) => this.subjects.moveMark(tx, last.sequence));
    return facts.length === FACTS_AT_ONCE;
  }

  private async next(tx: Transaction) {
    const facts = await this.facts.after(tx, await this.subjects.mark(tx), FACTS_AT_ONCE);
    const concerned: (ErasedRecord & { id: string })[] = [];
    for (const erased of facts.flatMap(erasedIn))
      for (const id of await this.subjects.casesAbout(tx, erased.customer)) concerned.push({ id, ...erased });
    return { facts, concerned };
  }

  /** In a transaction of its own: no two cases are held for each other's sake. */
  private async note(id: string, customer: string, sequence: bigint): Promise<void> {
    await this.writes.runAsCasework(this.clock.now(), id, async (open) =>
      open.apply(noteSubjectErased(open.state, { customer, request: `subject-${sequence}` }, open.context)),
    );
  }
}

function erasedIn({ sequence, bytes }: { sequence: bigint; bytes: Uint8Array }): ErasedRecord[] {
  const { fact } = fromBinary(CustomerEventSchema, bytes);
  return fact.case === 'erased' ? [{ customer: fact.value.customer, sequence }] : [];
}
