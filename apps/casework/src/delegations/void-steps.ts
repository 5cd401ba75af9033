import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { decideVoid } from '@tidemark/domain';
import { Rounds } from '@tidemark/observability';
import { CaseWrites } from '../case-log/case-writes.js';
import { PendingSteps } from './pending-steps.port.js';

const EVERY_MS = 60_000;

/**
 * Says of proposals that they no longer count, once it is known that the person behind one changed her role or stood in for somebody who could
 * approve it. Asked after each such fact, and again every minute: what was lost between the two transactions is found then. Whoever tries to
 * approve before that is refused all the same.
 */
@Injectable()
export class VoidSteps implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(VoidSteps.name);
  private readonly rounds = new Rounds({
    look: async () => {
      await this.run(this.clock.now());
      return EVERY_MS;
    },
    onError: (error) => this.logger.error(error, 'void proposals wait to be named'),
    pauseAfterErrorMs: EVERY_MS,
  });

  constructor(
    private readonly steps: PendingSteps,
    private readonly writes: CaseWrites,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start(EVERY_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }

  async run(nowMs: number): Promise<void> {
    for (const { caseId, approver } of await this.steps.doubtful(nowMs)) await this.voidIn(caseId, approver, nowMs);
  }

  /** A case that cannot be changed holds up no other, nor whoever told of the change: it is asked again. */
  private async voidIn(caseId: string, approver: string | undefined, nowMs: number): Promise<void> {
    try {
      await this.writes.runAsCasework(nowMs, caseId, async (open) => open.apply(decideVoid(open.state, open.context, approver)));
    } catch (error) {
      this.logger.error(error, `void proposals of case ${caseId} wait to be named`);
    }
  }
}
