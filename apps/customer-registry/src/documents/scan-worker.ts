import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { DocumentScanner } from '@tidemark/files';
import { Rounds } from '@tidemark/observability';
import { ChangeCustomer } from '../customers/change-customer.js';
import { REGISTRY_ITSELF, RegistryWrites } from '../registry/registry-writes.js';
import { DocumentContents } from './document-contents.port.js';

const LOOK_EVERY_MS = 5_000;
const AT_ONCE = 20;

/**
 * Scans again what could not be scanned when it came. Not a task: a scanner is outside the database, and the registry's head must not be held while it
 * thinks. The verdict is recorded in a change of its own; two instances that scan the same file record it once.
 */
@Injectable()
export class ScanWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ScanWorker.name);
  private readonly rounds = new Rounds({
    look: async () => {
      await this.look();
      return LOOK_EVERY_MS;
    },
    onError: (error) => this.logger.error(error, 'documents wait for their scan'),
    pauseAfterErrorMs: LOOK_EVERY_MS,
  });

  constructor(
    private readonly contents: DocumentContents,
    private readonly scanner: DocumentScanner,
    private readonly writes: RegistryWrites,
    private readonly customers: ChangeCustomer,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start(LOOK_EVERY_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round over what waits. Answers how many got their verdict. */
  async look(): Promise<number> {
    let decided = 0;
    for (const { customer, document } of await this.contents.unscanned(AT_ONCE)) {
      const stored = await this.contents.load(customer, document);
      if (stored === undefined) continue;
      const scanned = await this.scanner.scan(stored.content);
      if (scanned.verdict === 'UNREACHABLE') return decided;
      await this.record({ customer, document }, scanned);
      decided++;
    }
    return decided;
  }

  private record(
    { customer, document }: { customer: string; document: string },
    { verdict, scanner }: { verdict: 'CLEAN' | 'INFECTED'; scanner: string },
  ) {
    return this.writes.runAsRegistry(this.clock.now(), async (write) => {
      const command = { type: 'scan-document', id: document, scan: verdict, scanner, by: REGISTRY_ITSELF, nowMs: write.nowMs } as const;
      const after = await this.customers.change(write, { id: customer, command: () => command });
      if ('refused' in after && after.refused.code !== 'CUSTOMER_ERASED')
        throw new Error(`A scan could not be recorded: ${after.refused.code}`);
      if (verdict === 'INFECTED') await this.contents.remove(write.tx, customer, document);
      else await this.contents.scanned(write.tx, document);
    });
  }
}
