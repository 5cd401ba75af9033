import { Injectable } from '@nestjs/common';
import { type CaseDecision, type CaseEvent, type Grounds, isJudgedBy, type RuleRef, refusal } from '@tidemark/domain';
import type { OpenCase } from '../case-log/case-writes.js';
import { KnownRules } from '../intake/known-rules.js';

/** A decision that will stand up later cites no rule that there is not. */
@Injectable()
export class CitedRules {
  constructor(private readonly rules: KnownRules) {}

  /** The decision, unless it cites a rule, or a version of one, that no flag of the case and no rulebook has. */
  async check(open: OpenCase, { rules }: Pick<Grounds, 'rules'>, decision: CaseDecision<CaseEvent>): Promise<CaseDecision<CaseEvent>> {
    if ('refused' in decision) return decision;
    for (const cited of rules)
      if (!(await this.isKnown(open, cited)))
        return refusal('CITED_RULE_UNKNOWN', `There is no version ${cited.version} of a rule ${cited.rule}.`, { ...cited });
    return decision;
  }

  private async isKnown({ tx, state }: OpenCase, cited: RuleRef): Promise<boolean> {
    return isJudgedBy(state, cited) || (await this.rules.find(tx, cited.rule, cited.version)) !== undefined;
  }
}
