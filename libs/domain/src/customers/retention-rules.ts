import { DAY_MS } from './calendar.js';

/** How long records are kept, as dated data. The longest that applies decides. */
export interface RetentionRule {
  readonly id: string;
  readonly years: number;
  readonly after: 'CLOSURE' | 'LAST_RECORD';
  readonly citation: string;
  readonly status: 'vetoed' | 'in force' | 'proposed';
  readonly verified: boolean;
}

export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    id: 'us-ca-sb1047',
    years: 7,
    after: 'LAST_RECORD',
    citation: 'SB 1047 22604 (cluster-operator KYC)',
    status: 'vetoed',
    verified: true,
  },
  { id: 'aml', years: 5, after: 'CLOSURE', citation: 'Directive (EU) 2015/849 Art. 40 and its likes', status: 'in force', verified: false },
  { id: 'us-iaas-cip', years: 2, after: 'CLOSURE', citation: '89 FR 5698, 15 CFR 7 subpart D', status: 'proposed', verified: false },
];

/** Which rules an installation follows, by id: a policy of whoever runs it. */
export const DEFAULT_RETENTION: readonly string[] = ['us-ca-sb1047', 'aml', 'us-iaas-cip'];

/** The first instant at which nothing keeps the record any longer, and the rule that says so. */
export function retainedUntil(
  { closedAtMs, lastRecordMs }: { closedAtMs: number; lastRecordMs: number },
  ruleIds: readonly string[] = DEFAULT_RETENTION,
): { untilMs: number; rule: string } {
  const ends = ruleIds.map((id) => {
    const rule = RETENTION_RULES.find((one) => one.id === id);
    if (rule === undefined) throw new Error(`There is no retention rule ${id}.`);
    return { rule: id, untilMs: yearsAfter(rule.after === 'CLOSURE' ? closedAtMs : lastRecordMs, rule.years) };
  });
  if (ends.length === 0) throw new Error('No retention rule is followed: erasing would destroy evidence by accident.');
  return ends.reduce((latest, end) => (end.untilMs > latest.untilMs ? end : latest));
}

/** The same day of the calendar, years later; of February 29 the day after. */
function yearsAfter(ms: number, years: number): number {
  const day = new Date(ms);
  return Date.UTC(day.getUTCFullYear() + years, day.getUTCMonth(), day.getUTCDate()) + (ms - Math.floor(ms / DAY_MS) * DAY_MS);
}
