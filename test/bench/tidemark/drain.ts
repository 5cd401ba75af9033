/** Drains a prefilled topic with Tidemark's ledger: rate, CPU seconds by part, and proof that the result is exact. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@tidemark/messaging';
import { TOPICS } from '@tidemark/messaging';
import type { TotalsRow } from '../fleet/expected-totals.js';
import { fillFacilities } from '../fleet/fill.js';
import type { FleetPlan } from '../fleet/fleet.js';
import { cpuSeconds } from '../machine/processes.js';
import type { Sample } from '../machine/progress.js';
import { type LedgerSettings, ledgerClient, ledgerTotals, messagesTaken, startLedger, untilTaken } from './ledger.js';

export interface CpuByPart {
  app: number;
  postgres: number;
  broker: number;
}

export interface TidemarkRun {
  samples: Sample[];
  totals: Map<string, TotalsRow>;
  cpu: CpuByPart;
}

export interface DrainSettings extends LedgerSettings {
  postgresPid: number;
  brokerPid?: number;
  /** Messages in the reports topic. */
  messages: number;
}

/** Puts the facts about hardware into the topic and lets the ledger take them, so that no record has to wait for them. */
export async function teachFacilities(log: EventLog, plan: FleetPlan, settings: LedgerSettings): Promise<void> {
  await fillFacilities(log, plan);
  const facts = (await log.endOffsets(TOPICS.facility)).reduce((sum, { end }) => sum + Number(end), 0);
  const ledger = await startLedger(settings);
  const client = await ledgerClient(settings.databaseUrl);
  try {
    await untilTaken(client, ledger, facts, TOPICS.facility);
  } finally {
    await client.end();
    await ledger.program.stop();
  }
}

export async function drainWithTidemark(settings: DrainSettings): Promise<TidemarkRun> {
  const client = await ledgerClient(settings.databaseUrl);
  const before = { postgres: cpuSeconds(settings.postgresPid), broker: brokerSeconds(settings) };
  const ledger = await startLedger(settings);
  try {
    const samples: Sample[] = [];
    const watch = async (): Promise<void> => {
      for (let last = 0; last < settings.messages; await sleep(20)) {
        const now = await messagesTaken(client);
        if (now !== last) samples.push({ atMs: Date.now(), messages: now });
        last = now;
      }
    };
    await Promise.race([watch(), ledger.program.ended]);
    const cpu = {
      app: cpuSeconds(ledger.program.pid),
      postgres: cpuSeconds(settings.postgresPid) - before.postgres,
      broker: brokerSeconds(settings) - before.broker,
    };
    return { samples, totals: await ledgerTotals(client), cpu };
  } finally {
    await client.end();
    await ledger.program.stop();
  }
}

const brokerSeconds = ({ brokerPid }: DrainSettings): number => (brokerPid === undefined ? 0 : cpuSeconds(brokerPid));
