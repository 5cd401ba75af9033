/** What the benchmark found of the threshold monitor, and its tables. */

import { table, tenths, whole } from './markdown-table.js';
import type { FoldResult } from './monitor-fold.section.js';

export interface MonitorResults {
  fold: Partial<Record<'kafka' | 'postgresLog', FoldResult[]>>;
}

const LOGS = { kafka: 'Kafka', postgresLog: 'log in PostgreSQL' } as const;

export function monitorTables({ fold }: MonitorResults): string[] {
  return Object.keys(fold).length > 0 ? [foldTable(fold)] : [];
}

const foldTable = (fold: MonitorResults['fold']): string =>
  table(
    ['postings folded', 'reports a commit', 'postings/s', 'messages/s', 'postings', 'CPU s of app / Postgres / broker', 'flags by then'],
    Object.entries(LOGS).flatMap(([log, name]) =>
      (fold[log as keyof typeof LOGS] ?? []).map(({ reportsPerCommit, postingsPerSecond, messagesPerSecond, postings, cpu, flags }) => [
        name,
        ...[reportsPerCommit, postingsPerSecond, messagesPerSecond, postings].map(whole),
        [cpu.app, cpu.postgres, cpu.broker].map(tenths).join(' / '),
        whole(flags),
      ]),
    ),
  );
