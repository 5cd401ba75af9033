/** Two groups become one by one fact: attributed, added, scanned again and flagged, through the engine on its tables. Warm, undone, and cold. */
import { TOPICS } from '@tidemark/messaging';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import type { MonitorEngine } from '../../../apps/threshold-monitor/src/accumulate/monitor-engine.js';
import { MONITOR_DATABASE } from '../../../apps/threshold-monitor/src/monitor-database.js';
import { makeEngine, openEngine } from '../../../apps/threshold-monitor/src/rebuild/open-engine.js';
import { fillYear, headOf, mergeFacts, YEAR_HOURS } from '../monitor/merge-world.js';
import { type CustomerFact, controlEnded, controls, customerEvent } from '../monitor/posted-world.js';
import type { Say } from './drain.section.js';
import type { Sizes } from './sizes.js';
import type { Stage } from './stage.js';

export interface MergeResult {
  accounts: number;
  rows: number;
  /** From the fact to the commit; CPU of this process alone. */
  warm: Timed;
  undone: Timed;
  cold: Timed;
  /** What the merge raised at the group. */
  raised: number;
}

interface Timed {
  ms: number;
  cpuMs: number;
}

const HOUR_MS = 3_600_000;
const FACTS = 2_000;
const CONTEXT = {
  isStale: () => false,
  heartbeat: async () => undefined,
  deadLetter: async (_: unknown, reason: string) => Promise.reject(new Error(reason)),
};

export async function measureMerge({ settings }: Stage, { mergeHours }: Sizes, say: Say): Promise<MergeResult> {
  const world = { accounts: 1_000, hours: mergeHours };
  const database = await openAppDatabase({ url: settings.databaseUrl, ...MONITOR_DATABASE });
  try {
    say(`a year of ${2 * world.accounts} accounts, ${world.hours} hours each`);
    const firstHour = Math.floor(Date.now() / HOUR_MS) - YEAR_HOURS - 48;
    const rows = await database.transactions.run((tx) => fillYear(tx, world, firstHour));
    const facts = new Facts(await openEngine(database));
    say('telling who is who');
    await facts.tell(mergeFacts(world));
    say('merging, with vectors kept');
    const before = await raisedOf(database);
    const warm = await timed(() => facts.tell([controls(headOf(0), headOf(1))]));
    const raised = (await raisedOf(database)) - before;
    if (raised === 0) throw new Error('the merge raised nothing');
    const undone = await timed(() => facts.tell([controlEnded(headOf(0), headOf(1), 0)]));
    say('merging, with nothing kept');
    const cold = await measureCold(database, facts);
    return { accounts: world.accounts, rows, warm, undone, cold, raised };
  } finally {
    await database.close();
  }
}

/** A process that has just started and read its memory, but has looked at no vector yet. */
async function measureCold(database: AppDatabase, facts: Facts): Promise<Timed> {
  const engine = makeEngine(database);
  await engine.known();
  const again = facts.with(engine);
  return timed(() => again.tell([controls(headOf(1), headOf(0))]));
}

const raisedOf = async ({ transactions }: AppDatabase): Promise<number> => {
  const [row] = await transactions.run((tx) =>
    tx.query<{ raised: string }>(
      "select count(*) as raised from flag where scope_kind = 'group' and scope_id = $1 and tier <> 'PROJECTED'",
      [headOf(0)],
    ),
  );
  return Number(row!.raised);
};

/** Facts of customer.v1 as the log hands them over. */
class Facts {
  private offset = 0n;

  constructor(private readonly engine: MonitorEngine) {}

  with(engine: MonitorEngine): Facts {
    const other = new Facts(engine);
    other.offset = this.offset;
    return other;
  }

  async tell(facts: readonly CustomerFact[]): Promise<void> {
    for (let i = 0; i < facts.length; i += FACTS) {
      const messages = facts.slice(i, i + FACTS).map((fact) => {
        const value = Buffer.from(customerEvent(Number(this.offset) + 1, fact));
        return { offset: this.offset++, key: 'facts', value, headers: {}, timestampMs: Date.now() };
      });
      await this.engine.takeIdentity({ topic: TOPICS.customer, partition: 0, messages, endOffset: this.offset }, CONTEXT);
    }
  }
}

async function timed(work: () => Promise<void>): Promise<Timed> {
  const [startMs, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - startMs, cpuMs: (user + system) / 1000 };
}
