/** A queue of a hundred thousand cases: its first page, and every filter in every order, by the app's own query. */
import { openAppDatabase } from '@tidemark/persistence';
import { label } from '../../../apps/casework/src/case-log/queue-row.js';
import { CASEWORK_DATABASE } from '../../../apps/casework/src/casework-database.js';
import { PostgresCaseQueue } from '../../../apps/casework/src/postgres/queue.postgres.js';
import { QUEUE_SORTS, type QueueAsk, type QueueSort } from '../../../apps/casework/src/queue/case-queue.port.js';
import { keyOf } from '../../../apps/casework/src/queue/queue-question.js';
import { AUTHORITY, FLAG, fillQueue, NOW_MS, PERSON, RARE_REGIME, REGIME, SUBJECT_KEY } from '../casework/queue-world.js';
import { startDatabase } from '../machine/database.js';
import type { Say } from './drain.section.js';
import { table, tenths, whole } from './markdown-table.js';

export interface QueueResult {
  cases: number;
  questions: QuestionResult[];
}

interface QuestionResult {
  filter: string;
  /** Cases on its first page. */
  found: number;
  /** Over all orders and two pages of each. */
  p50: number;
  p99: number;
  worst: QueueSort;
}

const PAGE = 100;
const REPEATS = 15;
const DAY_MS = 86_400_000;

type Filter = Partial<QueueAsk>;

const FILTERS: Readonly<Record<string, Filter>> = {
  none: {},
  'jurisdiction, common': { labels: [label('jurisdiction', 'EU')] },
  'jurisdiction, rare': { labels: [label('jurisdiction', 'JP')] },
  'regime, common': { labels: [label('regime', REGIME)] },
  'regime, rare': { labels: [label('regime', RARE_REGIME)] },
  tier: { labels: [label('tier', 'CERTAIN')] },
  'tier, rare': { labels: [label('tier', 'PROJECTED')] },
  severity: { severity: 'LOW' },
  'severity, rare': { severity: 'CRITICAL' },
  stage: { stage: 'investigating' },
  'stage, rare': { stage: 'reopened' },
  'stage closed': { stage: 'closed' },
  'every stage': { stage: 'all' },
  matter: { matter: 'IDENTITY' },
  'matter, rare': { matter: 'INCIDENT' },
  'assigned to me': { assignee: PERSON },
  'assigned to nobody': { assignee: null },
  'watched by me': { labels: [label('watcher', PERSON)] },
  overdue: { dueBeforeMs: NOW_MS },
  'due within a week': { dueBeforeMs: NOW_MS + 7 * DAY_MS },
  subject: { labels: [label('subject', SUBJECT_KEY)] },
  flag: { flag: FLAG, stage: 'all' },
  'snoozed only': { snoozed: 'only' },
  'snoozed too': { snoozed: 'show' },
  'mine, grave, of one regime': { assignee: PERSON, severity: 'HIGH', labels: [label('regime', REGIME)] },
  'nobody, rare place, rare tier': { assignee: null, labels: [label('jurisdiction', 'JP'), label('tier', 'PROJECTED')] },
  'what no case is': { labels: [label('jurisdiction', 'FR')] },
};

export async function measureQueue(say: Say): Promise<QueueResult> {
  const server = await startDatabase();
  const database = await openAppDatabase({ url: server.url, ...CASEWORK_DATABASE });
  try {
    say('filling a queue');
    const cases = await database.transactions.run(fillQueue);
    await database.dataSource.query('vacuum analyze case_row, case_label, case_flag, case_clock');
    const queue = new PostgresCaseQueue(database.transactions);
    const questions: QuestionResult[] = [];
    for (const [filter, asked] of Object.entries(FILTERS)) questions.push(await measureFilter(queue, filter, asked));
    const slowest = questions.reduce((one, other) => (one.p99 >= other.p99 ? one : other));
    say(`${cases} cases: first page ${tenths(questions[0]!.p99)} ms, slowest filter (${slowest.filter}) ${tenths(slowest.p99)} ms, p99`);
    return { cases, questions };
  } finally {
    await database.close();
    await server.server.stop();
  }
}

async function measureFilter(queue: PostgresCaseQueue, filter: string, asked: Filter): Promise<QuestionResult> {
  const times: { ms: number; sort: QueueSort }[] = [];
  let found = 0;
  for (const sort of QUEUE_SORTS) {
    const ask: QueueAsk = {
      authority: AUTHORITY,
      labels: [],
      snoozed: 'hide',
      nowMs: NOW_MS,
      sort,
      limit: PAGE + 1,
      ...asked,
    };
    const first = await queue.list(ask);
    found = first.length;
    const last = first.at(-1);
    const pages = last === undefined ? [ask] : [ask, { ...ask, after: keyOf(last, sort) }];
    for (const page of pages)
      for (let repeat = 0; repeat < REPEATS; repeat += 1) {
        const startedMs = performance.now();
        await queue.list(page);
        times.push({ ms: performance.now() - startedMs, sort });
      }
  }
  times.sort((one, other) => one.ms - other.ms);
  const worst = times.at(-1)!.sort;
  return { filter, found, worst, p50: times[Math.floor(times.length / 2)]!.ms, p99: times[Math.floor(times.length * 0.99)]!.ms };
}

export const queueTable = ({ cases, questions }: QueueResult): string =>
  table(
    [`a queue of ${whole(cases)} cases, filter`, 'on the first page', 'p50 ms', 'p99 ms', 'slowest by'],
    questions.map(({ filter, found, p50, p99, worst }) => [
      filter,
      found > PAGE ? `${PAGE} and more` : whole(found),
      tenths(p50),
      tenths(p99),
      worst,
    ]),
  );
