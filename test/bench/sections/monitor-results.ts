/** What the benchmark found of the threshold monitor, and its tables. */

import { table, tenths, whole } from './markdown-table.js';
import type { FoldResult } from './monitor-fold.section.js';
import type { FlagLatencyResult } from './monitor-latency.section.js';
import type { PairsResult } from './monitor-memory.section.js';
import type { MergeResult } from './monitor-merge.section.js';
import type { RebuildResult } from './monitor-rebuild.section.js';

export interface MonitorResults {
  fold: Partial<Record<'kafka' | 'postgresLog', FoldResult[]>>;
  latency: Partial<Record<'kafka' | 'postgresLog' | 'standalone', FlagLatencyResult>>;
  rebuild?: RebuildResult;
  merge?: MergeResult;
  pairs?: PairsResult;
}

const LOGS = { kafka: 'Kafka', postgresLog: 'log in PostgreSQL' } as const;

export function monitorTables({ fold, latency, rebuild, merge, pairs }: MonitorResults): string[] {
  return [
    ...(isEmpty(fold) ? [] : [foldTable(fold)]),
    ...(isEmpty(latency) ? [] : [latencyTable(latency)]),
    ...(merge ? [mergeTable(merge)] : []),
    ...(pairs ? [pairsTable(pairs)] : []),
    ...(rebuild ? [rebuildTable(rebuild)] : []),
  ];
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

const mergeTable = ({ accounts, rows, warm, undone, cold, raised }: MergeResult): string =>
  table(
    ['two groups become one by one fact', 'accounts', 'rows', 'ms to the commit', 'CPU ms of the engine', 'flags raised'],
    [
      ['vectors kept', whole(2 * accounts), whole(rows), whole(warm.ms), whole(warm.cpuMs), whole(raised)],
      ['undone', whole(2 * accounts), whole(rows), whole(undone.ms), whole(undone.cpuMs), ''],
      ['nothing kept', whole(2 * accounts), whole(rows), whole(cold.ms), whole(cold.cpuMs), ''],
    ],
  );

const megabytes = (bytes: number): string => whole(bytes / 1e6);

const pairsTable = (one: PairsResult): string =>
  table(
    ['pairs of account and compute cluster', 'accounts, of which linked', 'MB resident', 'ready after ms'],
    [
      ['0', '0', megabytes(one.emptyBytes), whole(one.emptyStartMs)],
      [
        `${whole(one.pairs)}, while folded for the first time`,
        `${whole(one.accounts)}, ${whole(one.linked)}`,
        megabytes(one.foldingBytes),
        '',
      ],
      [
        `${whole(one.pairs)}, after a start`,
        `${whole(one.accounts)}, ${whole(one.linked)}`,
        megabytes(one.startedBytes),
        whole(one.startMs),
      ],
    ],
  );

const rebuildTable = ({ messages, hours, replayMs, wholeMs }: RebuildResult): string =>
  table(
    ['the monitor rebuilt', 'messages', 'messages/s', 'hours of accounts', 'hours/s', 'ms, comparing included'],
    [
      [
        'log in PostgreSQL',
        whole(messages),
        whole((messages * 1000) / replayMs),
        whole(hours),
        whole((hours * 1000) / replayMs),
        whole(wholeMs),
      ],
    ],
  );
