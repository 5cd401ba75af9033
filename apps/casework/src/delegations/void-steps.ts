import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { decideVoid } from '@tidemark/domain';
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
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly steps: PendingSteps,
    private readonly writes: CaseWrites,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.run(this.clock.now()).catch((error: unknown) => this.logger.error(error, 'void proposals wait to be named'));
    }, EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  async run(nowMs: number): Promise<void> {
    for (const { caseId, approver } of await this.steps.doubtful(nowMs))
      await this.writes.runAsCasework(nowMs, caseId, async (open) => {
        open.apply(decideVoid(open.state, open.context, approver));
      });
  }
}
