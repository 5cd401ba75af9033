/** What the monitor says against what is true of all that stands on the logs, and against itself. */
import type pg from 'pg';
import { wordsByName } from '../../flags/agreement.js';
import { faultsOf, messageFaults } from '../../flags/flag-stories.js';
import { FlagWorld } from '../../truth/flags/derive-flags.js';
import { type FlagFact, HOUR_MS } from '../../truth/flags/flag-truth.model.js';
import { differences } from '../harness/check-ledger.js';
import { limited } from '../harness/equality.js';
import type { CatalogueEntry } from '../harness/facility-client.js';
import { readPosted, readTotals } from '../harness/ledger-state.js';
import { untilDone } from '../harness/patience.js';
import type { StormClient } from '../identity/registry-storm.js';
import { commitFaults } from './commit-faults.js';
import type { FlagInstallation } from './flag-installation.js';
import { loggedFacts } from './logged-facts.js';
import { type KeptFlag, keptEvaluations, keptFlags, signalsOnce, tablesOf, toldOnce } from './monitor-rows.js';
import { judgedRules } from './rule-story.js';
import { shownFaults } from './shown-flags.js';
import { signalFaults } from './signal-faults.js';

export interface Checked {
  faults: string[];
  /** What stands, as "kind tier scope". */
  found: Set<string>;
  figures: string;
}

export interface FlagQuestions {
  installation: FlagInstallation;
  /** As administrator; finds the ledger's tables by their bare names. */
  client: pg.Client;
  catalogue: readonly CatalogueEntry[];
  /** Of the scheme, to the monitor. */
  asking: StormClient;
}

/** To be asked when nothing is left to take. `isAllJudged`: whoever judges began after everything had come. */
export async function checkFlags({ installation, client, catalogue, asking }: FlagQuestions, isAllJudged = false): Promise<Checked> {
  const nowMs = await untilDone('the judging of the hour', () => judgedNow(client));
  const rules = await judgedRules(asking);
  const facts = [
    ...rules.map((one): FlagFact => ({ type: 'rule', ...one, knownAtMs: 0 })),
    ...(await loggedFacts(installation.log, catalogue)),
    ...(await keptEvaluations(client)),
  ];
  const world = new FlagWorld(facts, nowMs);
  const flags = await keptFlags(client);
  const { messages: told, faults: garbled } = await toldOnce(installation.log);
  const tables = tablesOf(flags, told);
  const open = flags.filter(({ status }) => status === 'OPEN');
  const standing = openOnes(open.filter(({ standing: { tier } }) => tier !== 'PROJECTED'));
  const truth = world.flags();
  const windows = new Set(rules.flatMap(({ rule }) => (rule.windowDays === undefined ? [] : [rule.id])));
  return {
    faults: [
      ...differences('posted', await readTotals(client), await readPosted(installation.log)),
      ...differences('flags', wordsOf(truth.standings), wordsOf(standing.live)),
      ...differences('flags in trial', wordsOf(truth.shadow), wordsOf(standing.shadow)),
      ...projectionFaults(world, open, windows),
      ...limited('stories', faultsOf(tables, Math.floor(nowMs / HOUR_MS) * HOUR_MS)),
      ...limited('commits', await commitFaults(client)),
      ...limited('facts told', [...garbled, ...messageFaults(tables)]),
      ...limited('flags shown', await shownFaults(asking, flags, told)),
      ...limited('signals', await signalFaults(client, await signalsOnce(installation.log), flags, { now: world.signals(), isAllJudged })),
    ],
    found: new Set(open.map(({ kind, tier, scope }) => `${kind} ${tier ?? '-'} ${scope.kind}`)),
    figures: `${facts.length} facts, ${flags.length} flags of which ${open.length} are open, ${told.length} facts about flags`,
  };
}

/** What hangs on the clock was judged in the hour that it is. */
async function judgedNow(client: pg.Client): Promise<number> {
  const { rows } = await client.query('select judged_hour from threshold_monitor.monitor_head');
  const nowMs = Date.now();
  if (rows[0].judged_hour !== Math.floor(nowMs / HOUR_MS)) throw new Error(`hour ${rows[0].judged_hour} was the last that was judged`);
  return nowMs;
}

const openOnes = (open: readonly KeptFlag[]) => ({
  live: open.filter(({ shadow }) => !shadow).map(({ standing }) => standing),
  shadow: open.filter(({ shadow }) => shadow).map(({ standing }) => standing),
});

/** Two flags of one matter throw. */
const wordsOf = (standings: Parameters<typeof wordsByName>[0]): Map<string, string> => new Map(Object.entries(wordsByName(standings)));

/** One more look at everything neither raises nor ends a projection. Of windows the model foretells nothing. */
function projectionFaults(world: FlagWorld, open: readonly KeptFlag[], windows: ReadonlySet<string>): string[] {
  return (['ACTIVE', 'TRIAL'] as const).flatMap((state) => {
    const projected = open.filter(({ shadow, tier, rule }) => tier === 'PROJECTED' && shadow === (state === 'TRIAL') && !windows.has(rule));
    const names = projected.map(({ rule, ruleVersion, standing }) => `${rule}@${ruleVersion} ${standing.scope}`);
    const before = new Map(names.map((name) => [name, { raisedAtMs: 0, toldDay: 0, beyondDays: [] }]));
    const after = [...world.project(before, state).keys()].filter((name) => !windows.has(name.split('@')[0]!));
    const present = (of: readonly string[]) => new Map(of.map((name) => [name, 'PROJECTED']));
    return differences(`projections ${state}`, present(after), present(names));
  });
}
