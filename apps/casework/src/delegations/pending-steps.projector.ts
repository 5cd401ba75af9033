import { Injectable } from '@nestjs/common';
import type { CaseState, Step } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { type Appended, CaseProjector } from '../case-log/case-projector.js';
import { type PendingStep, PendingSteps } from './pending-steps.port.js';

/** Keeps which outcomes and decisions on appeals wait for another person. */
@Injectable()
export class PendingStepsProjector extends CaseProjector {
  constructor(private readonly steps: PendingSteps) {
    super();
  }

  async project(tx: Transaction, { before, after }: Appended): Promise<void> {
    if (before.decisions === after.decisions) return;
    const [earlier, now] = [pendingOf(before), pendingOf(after)];
    if (JSON.stringify(earlier) !== JSON.stringify(now)) await this.steps.keep(tx, after.id, now);
  }
}

function pendingOf({ decisions: { proposals, appeals } }: CaseState): PendingStep[] {
  const all = [...proposals.values(), ...[...appeals.values()].flatMap((appeal) => appeal.proposals)];
  return all.filter(({ status }) => status === 'proposed').map(({ id, step }) => pendingStep(id, step));
}

const pendingStep = (step: string, { person, at }: Step): PendingStep => ({ step, person, atMs: at });
