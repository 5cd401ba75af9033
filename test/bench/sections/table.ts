/** The results as tables that can stand in a document. */
import type { CpuByPart } from '../tidemark/drain.js';
import { queueTable } from './casework.section.js';
import { table, tenths, whole } from './markdown-table.js';
import { monitorTables } from './monitor-results.js';
import type { DrainResult, LatencyResult, Results } from './results.js';

const cpuOf = ({ app, postgres, broker }: CpuByPart): string => [app, postgres, broker].map(tenths).join(' / ');

function drainRow(name: string, result: DrainResult | undefined): string[][] {
  if (!result) return [];
  const { app, postgres, broker } = result.cpu;
  const perCpuSecond = result.records / (app + postgres + broker);
  return [[name, whole(result.recordsPerSecond), whole(result.records), cpuOf(result.cpu), whole(perCpuSecond)]];
}

function latencyRow(name: string, result: LatencyResult | undefined): string[][] {
  if (!result) return [];
  const { p50, p99, cpuShare, memory, seconds } = result;
  const megabytes = [memory.first, memory.most, memory.last].map((bytes) => whole(bytes / 1e6)).join(' / ');
  return [[name, whole(seconds), tenths(p50), tenths(p99), `${tenths(cpuShare * 100)} %`, cpuOf(result.cpu), megabytes]];
}

export function tables({ drain, latency, door, year, control, casework, monitor }: Results): string {
  const parts = [
    table(
      ['drain of a prefilled log', 'records/s', 'records', 'CPU s of app / Postgres / broker', 'records per CPU s'],
      [
        ...drainRow('Tidemark, Kafka', drain.kafka.tidemark),
        ...drainRow('Kafka Streams exactly_once_v2, commit 100 ms', drain.kafka.kafkaStreams100ms),
        ...drainRow('Kafka Streams exactly_once_v2, commit 1 s', drain.kafka.kafkaStreams1s),
        ...drainRow('stock NestJS + TypeORM, a transaction a message', drain.kafka.stock),
        ...drainRow('Tidemark, log in PostgreSQL', drain.postgresLog.tidemark),
      ],
    ),
    table(
      [
        'at 40,000 records/s',
        'seconds',
        'p50 ms',
        'p99 ms',
        'share of the cores',
        'CPU s of app / Postgres / broker',
        'ledger MB first / most / last',
      ],
      [...latencyRow('Kafka', latency.kafka), ...latencyRow('log in PostgreSQL', latency.postgresLog)],
    ),
    table(
      ['door', 'records/s', 'p50 ms', 'p99 ms'],
      Object.entries(door).map(([name, result]) => [name, whole(result.recordsPerSecond), tenths(result.p50), tenths(result.p99)]),
    ),
  ];
  if (year)
    parts.push(
      table(
        ["a year's totals", 'rows', 'ms'],
        [
          ['of the provider', whole(year.rows), whole(year.providerMs)],
          ['by account', whole(year.rows), whole(year.byAccountMs)],
          ['of one account by day', whole(year.rows), whole(year.oneAccountMs)],
        ],
      ),
    );
  if (control)
    parts.push(
      table(
        ['customer groups', 'parties', 'holdings', 'groups', 'memberships', 'all ms', 'one change p50 / p99 / most ms'],
        control.map(({ rule, parties, holdings, groups, memberships, allMs, changeMs: { p50, p99, max } }) => [
          rule,
          ...[parties, holdings, groups, memberships, allMs].map(whole),
          [p50, p99, max].map(tenths).join(' / '),
        ]),
      ),
    );
  if (casework) parts.push(queueTable(casework));
  if (monitor) parts.push(...monitorTables(monitor));
  return parts.filter((part) => part !== '').join('\n\n');
}
