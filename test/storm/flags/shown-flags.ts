/** The flags as a client is shown them, against the tables and against what a consumer of flag.v1 made of it. */
import type { FlagEvent } from '@tidemark/contracts';
import { Flag_Kind, Flag_Tier } from '@tidemark/contracts';
import { differences } from '../harness/check-ledger.js';
import type { StormClient } from '../identity/registry-storm.js';
import type { KeptFlag } from './monitor-rows.js';

interface ShownFlag {
  id: string;
  kind: string;
  tier?: string;
  rule: string;
  ruleVersion: number;
  n: number;
  scope: { kind: string; id: string };
  moment: string;
  status: string;
  currentMoment: string;
}

interface Seen {
  what: string;
  status: string;
  momentMs: number;
}

const ENDS = { withdrawn: 'WITHDRAWN', confirmed: 'CONFIRMED', superseded: 'SUPERSEDED' } as const;

export async function shownFaults(
  asking: StormClient,
  kept: readonly KeptFlag[],
  told: readonly { message: FlagEvent }[],
): Promise<string[]> {
  const shown = await asking.all<ShownFlag>('/v1/flags');
  const twice = shown.length === new Set(shown.map(({ id }) => id)).size ? [] : ['a flag is shown twice'];
  const seen = new Map(shown.map((flag) => [flag.id, seenOf(flag)]));
  const current = new Map(shown.map(({ id, currentMoment }) => [id, Date.parse(currentMoment)]));
  const live = kept.filter(({ shadow }) => !shadow);
  return [
    ...twice,
    ...differences('fold of flag.v1', folded(told), seen),
    ...differences('moment', new Map(live.map(({ id, standing }) => [id, momentOf(standing)])), current),
  ];
}

const seenOf = ({ kind, tier = '', rule, ruleVersion, n, scope, status, moment }: ShownFlag): Seen => ({
  ...{ what: [kind, tier, `${rule}@${ruleVersion}`, n, scope.kind, scope.id].join(' '), status, momentMs: Date.parse(moment) },
});

const momentOf = ({ hour, minute }: { hour: number; minute: number }): number => hour * 3_600_000 + minute * 60_000;

/** As a consumer that begins at nothing folds it. */
function folded(told: readonly { message: FlagEvent }[]): Map<string, Seen> {
  const flags = new Map<string, Seen>();
  for (const { message } of told) {
    const { flag, fact } = message;
    if (fact.case === 'raised') {
      const { kind, tier, rule, ruleVersion, n, scope, momentMs } = fact.value;
      const words = [Flag_Kind[kind], tier === 0 ? '' : Flag_Tier[tier], `${rule}@${ruleVersion}`, n, SCOPES[scope!.kind], scope!.id];
      flags.set(flag, { what: words.join(' '), status: 'OPEN', momentMs: Number(momentMs) });
    } else if (fact.case !== undefined && fact.case in ENDS) flags.get(flag)!.status = ENDS[fact.case as keyof typeof ENDS];
  }
  return flags;
}

const SCOPES = ['', 'CLUSTER', 'ACCOUNT', 'CUSTOMER', 'PARTY', 'GROUP'];
