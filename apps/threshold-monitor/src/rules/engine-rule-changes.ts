import { Injectable } from '@nestjs/common';
import { MonitorEngine } from '../accumulate/monitor-engine.js';
import { type RuleChange, RuleChanges } from './rule-changes.port.js';

@Injectable()
export class EngineRuleChanges extends RuleChanges {
  constructor(private readonly engine: MonitorEngine) {
    super();
  }

  run<Result>(work: (change: RuleChange) => Promise<Result>): Promise<Result> {
    return this.engine.change((change) =>
      work({
        tx: change.tx,
        nowMs: change.nowMs,
        judgeAgain: () => {
          change.rulesChanged = true;
        },
      }),
    );
  }
}
