import { RETENTION_RULES } from '../../customers/retention-rules.js';
import type { CasePolicy } from '../case-policy.js';
import type { CaseState } from '../case-state.js';

/** The house's years, or more when a rule by which the case was flagged keeps records longer, whatever its standing: longer is the safer side. */
export function retentionYears({ flags }: CaseState, policy: CasePolicy): number {
  const rules = [...flags.values()].map(({ rule }) => rule);
  const applying = RETENTION_RULES.filter(({ id }) => rules.some((rule) => rule === id || rule.startsWith(`${id}-`)));
  return Math.max(policy.retentionYears, ...applying.map(({ years }) => years));
}
