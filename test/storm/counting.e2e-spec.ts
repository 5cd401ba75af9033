/**
 * The ledger's engine alone against the truth, for several seeds: nothing is killed here, so a difference is one of the rules. Two
 * instances share the partitions, in batches of random size. COUNTING_SEEDS: which seeds.
 */
import { PUBLISHED_CATALOGUE } from '@tidemark/domain';
import { TOPICS } from '@tidemark/messaging';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { deriveTruth } from '../truth/derive-truth.js';
import { checkLedger } from './harness/check-ledger.js';
import { CountingAlone } from './harness/counting-alone.js';
import type { CatalogueEntry } from './harness/facility-client.js';
import { orderedFacts } from './harness/ledger-order.js';
import { decodeReport } from './harness/log-reader.js';
import { Random } from './workload/random.js';
import { makeWorkload } from './workload/workload.js';
import { stormWorld } from './workload/world.js';

const SEEDS = (process.env.COUNTING_SEEDS ?? '1,2,3').split(',').map(Number);
const REPORTS = Number(process.env.COUNTING_REPORTS ?? 200);
const INSTANCES = Number(process.env.COUNTING_INSTANCES ?? 2);

describe('the counting engine', () => {
  let postgres: TestPostgres;

  beforeEach(async () => {
    postgres = await startTestPostgres();
  });

  afterEach(() => postgres.stop());

  it.each(SEEDS)(
    'equals the truth for seed %i',
    async (seed) => {
      const catalogue = PUBLISHED_CATALOGUE.entries.map(
        ({ model, aliases, peaksGflops }): CatalogueEntry => ({
          model,
          aliases: [...aliases],
          peaksGflops: peaksGflops as CatalogueEntry['peaksGflops'],
        }),
      );
      const counting = await CountingAlone.start(postgres.url, INSTANCES);
      try {
        await feed(counting, seed, modelsOf(catalogue));
        const logged = counting.logged
          .filter(({ topic }) => topic === TOPICS.reports)
          .map(({ partition, message }) => ({ ...decodeReport(partition, message), repeated: false }));
        const { facts, faults } = await orderedFacts(counting.client, catalogue, logged);
        const truth = deriveTruth(facts);
        // Over capacity is worked out when it is asked for, by the part that answers questions.
        for (const key of truth.findings) if (key.startsWith('OVER_CAPACITY')) truth.findings.delete(key);
        expect([...faults, ...(await checkLedger(counting.client, counting.answers, truth, facts))]).toEqual([]);
      } finally {
        await counting.stop();
      }
    },
    120_000,
  );
});

async function feed(counting: CountingAlone, seed: number, models: string[]): Promise<void> {
  const world = stormWorld(['north', 'south'], models);
  const deliveries = makeWorkload(world, { seed, reports: REPORTS, recordsPerReport: 24 });
  const random = new Random(seed);
  const steps = [...world.steps];
  const partitions = new Map(world.meters.map(({ provider, source }, i) => [`${provider}/${source}`, i % 4]));
  for (let next = 0; next < deliveries.length; ) {
    while (steps[0] && steps[0].at <= next / deliveries.length) await counting.learn(steps.shift()!, random.int(0, INSTANCES - 1));
    const part = deliveries.slice(next, next + random.int(1, 12));
    next += part.length;
    for (const [partition, batch] of Map.groupBy(part, ({ provider, source }) => partitions.get(`${provider}/${source}`)!))
      await counting.count(partition, batch, random.int(0, INSTANCES - 1));
  }
  while (steps[0]) await counting.learn(steps.shift()!, 0);
}

const modelsOf = (catalogue: CatalogueEntry[]): string[] =>
  [...new Map(catalogue.map((entry) => [Object.keys(entry.peaksGflops).sort().join(), entry.model])).values()].slice(0, 6);
