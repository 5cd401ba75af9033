/** What the benchmark found of the threshold monitor, and its tables. */

import { table, tenths, whole } from './markdown-table.js';
import type { FoldResult } from './monitor-fold.section.js';
import type { FlagLatencyResult } from './monitor-latency.section.js';

export interface MonitorResults {
  fold: Partial<Record<'kafka' | 'postgresLog', FoldResult[]>>;
  latency: Partial<Record<'kafka' | 'postgresLog' | 'standalone', FlagLatencyResult>>;
}

const LOGS = { kafka: 'Kafka', postgresLog: 'log in PostgreSQL' } as const;

export function monitorTables({ fold, latency }: MonitorResults): string[] {
  return [...(isEmpty(fold) ? [] : [foldTable(fold)]), ...(isEmpty(latency) ? [] : [latencyTable(latency)])];
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

const isEmpty = (results: object): boolean => Object.keys(results).length === 0;

const ARRANGEMENTS = {
  standalone: 'all in one process, log in PostgreSQL',
  postgresLog: 'three apps, log in PostgreSQL',
  kafka: 'three apps, Kafka',
} as const;

const latencyTable = (latency: MonitorResults['latency']): string =>
  table(
    [
      'from the door to the stream at 40,000 records/s',
      'p50 ms',
      'p99 ms',
      'most ms',
      'probes',
      'seconds',
      'cores used',
      'monitoring process MB',
    ],
    Object.entries(ARRANGEMENTS).flatMap(([key, name]) => {
      const one = latency[key as keyof typeof ARRANGEMENTS];
      if (!one) return [];
      const cores = Object.entries(one.cpu).map(([part, share]) => `${part} ${share.toFixed(2)}`);
      const stages = [one.stages.ledger, one.stages.monitor, one.stages.stream].map(whole).join(' / ');
      return [
        [
          name,
          ...[one.p50, one.p99, one.most].map(tenths),
          stages,
          ...[one.probes, one.seconds].map(whole),
          cores.join(', '),
          whole(one.monitorBytes / 1e6),
        ],
      ];
    }),
  );
