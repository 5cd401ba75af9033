import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { CASEWORK, happened } from '@tidemark/domain';
import { DocumentScanner } from '@tidemark/files';
import { Rounds } from '@tidemark/observability';
import { Transactions } from '@tidemark/persistence';
import { CaseWrites } from '../case-log/case-writes.js';
import { type CaseFileHead, CaseFiles } from './case-files.js';

const LOOK_EVERY_MS = 5_000;
const AT_ONCE = 20;

/**
 * Scans again what could not be scanned when it came. A scanner is outside the database, so no case is held while it thinks; its verdict is a
 * step of the case, and of two instances that scan the same file one records it.
 */
@Injectable()
export class ScanWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ScanWorker.name);
  private readonly rounds = new Rounds({
    look: async () => {
      await this.look();
      return LOOK_EVERY_MS;
    },
    onError: (error) => this.logger.error(error, 'files wait for their scan'),
    pauseAfterErrorMs: LOOK_EVERY_MS,
  });

  constructor(
    private readonly files: CaseFiles,
    private readonly scanner: DocumentScanner,
    private readonly writes: CaseWrites,
    private readonly transactions: Transactions,
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
    const waiting = await this.transactions.read({ oversight: true }, (tx) => this.files.unscanned(tx, AT_ONCE));
    for (const file of waiting) {
      const came = await this.lookAt(file);
      if (came === 'AWAY') return decided;
      if (came === 'DECIDED') decided++;
    }
    return decided;
  }

  /** A file whose case cannot be changed holds up no other. */
  private async lookAt({ id, caseId }: Pick<CaseFileHead, 'id' | 'caseId'>): Promise<'DECIDED' | 'AWAY' | 'WAITS'> {
    try {
      const file = await this.transactions.read({ oversight: true }, (tx) => this.files.get(tx, caseId, id));
      // Erased while it waited its turn.
      if (file?.content === undefined) return 'WAITS';
      const { verdict: scan, scanner } = await this.scanner.scan(file.content);
      if (scan === 'UNREACHABLE') return 'AWAY';
      await this.record(caseId, { file: id, scan, scanner });
      return 'DECIDED';
    } catch (error) {
      this.logger.error(error, `file ${id} waits for its scan`);
      return 'WAITS';
    }
  }

  private record(caseId: string, { file, scan, scanner }: { file: string; scan: 'CLEAN' | 'INFECTED'; scanner: string }): Promise<void> {
    return this.writes.runAsCasework(this.clock.now(), caseId, async (open) => {
      const now = await this.files.get(open.tx, caseId, file);
      if (now?.scan !== 'UNREACHABLE') return;
      open.apply({ events: [{ type: 'file-scanned', ...happened(CASEWORK, open.context.now), file, scan, scanner }] });
      await this.files.scanned(open.tx, file, { scan, scanner });
    });
  }
}
