/**
 * Casework and the customer registry are killed at random moments while cases are worked: approvals, notices, orders, answers, webhooks and clocks happen
 * once each and are recorded once, and the provider is told of each thing in its order. STORM_SEED changes the luck.
 */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { Logger } from '@nestjs/common';
import { casework } from '@tidemark/contracts';
import { TOPICS } from '@tidemark/messaging';
import { chainHash, FIRST_HASH } from '../../apps/casework/src/case-log/event-words.js';
import { newsOf } from '../../apps/customer-registry/src/events/served-news.js';
import { type CaseworkInstallation, startInstallation } from './casework/casework-installation.js';
import { type CasesDone, workCases } from './casework/casework-workload.js';
import { WebhookReceiver } from './casework/webhook-receiver.js';
import type { AppProcess } from './harness/app-process.js';
import { compileApps } from './harness/compiled-apps.js';
import { untilDone } from './harness/patience.js';
import { Random } from './workload/random.js';

const SEED = Number(process.env.STORM_SEED ?? 20_261_121);
const CASES = 24;
const CASEWORK_KILLS = 12;
/** Fewer: a delivery that was cut off waits for the end of its lease, a minute. */
const REGISTRY_KILLS = 4;
const EVENTS = ['request.served', 'order.warned', 'order.served', 'order.lifted', 'notice.served', 'item.changed'];

/** What must stand in each log once, by its type. */
const ONCE = [
  'case-opened',
  'information-requested',
  'request-answered',
  'order-warning-served',
  'order-drafted',
  'order-issued',
  'order-acknowledged',
  'outcome-proposed',
  'outcome-approved',
  'notice-served',
  'order-lift-asked',
  'order-lifted',
];

describe(`a storm on casework of seed ${SEED}`, () => {
  let compiled: string;
  let installation: CaseworkInstallation;
  let receiver: WebhookReceiver;
  let done: CasesDone;

  beforeAll(async () => {
    Logger.overrideLogger(['fatal']);
    compiled = await compileApps();
    installation = await startInstallation(compiled);
    const { casework: app, registry } = installation;
    receiver = new WebhookReceiver(new Random(SEED + 1));
    const compliance = await installation.client(registry, { sub: 'lea-north', role: 'compliance-lead', provider: 'north' });
    const made = await compliance.change('hook', 'POST', '/v1/webhooks', { url: await receiver.start(), events: EVENTS });
    expect(made.status).toBe(201);
    let isOver = false;
    const killing = [
      killAtRandom(app, new Random(SEED), CASEWORK_KILLS, () => isOver),
      killAtRandom(registry, new Random(SEED + 2), REGISTRY_KILLS, () => isOver),
    ];
    try {
      done = await workCases({
        reviewer: await installation.client(app, { sub: 'rosa', role: 'regulator-reviewer' }),
        lead: await installation.client(app, { sub: 'lena', role: 'regulator-lead' }),
        provider: await installation.client(app, { sub: 'nils', role: 'compliance-lead', provider: 'north' }),
        cases: CASES,
      });
    } finally {
      isOver = done === undefined;
      // What was answered is not all done: the killing goes on over what follows.
      await Promise.all(killing);
    }
    await Promise.all([app.ready(), registry.ready()]);
    await settled();
  }, 400_000);

  afterAll(async () => {
    await receiver?.stop();
    await installation?.stop();
    await rm(compiled, { recursive: true, force: true });
  }, 60_000);

  const settled = () =>
    untilDone(
      'all that follows',
      async () => {
        const count = async (schema: string, from: string) =>
          (await installation.sql<{ n: number }>(schema, `select count(*)::int as n from ${from}`))[0]!.n;
        const outbox = await count('casework', 'outbox');
        const clocks = await count(
          'casework',
          `case_clock where next_at_ms <= ${Date.now()} or (kind = 'SNOOZE' and next_at_ms is not null)`,
        );
        const deliveries = await count('customer_registry', `webhook_delivery where state = 'PENDING'`);
        const expected = (await facts()).filter((fact) => newsOf(fact) !== undefined).length;
        const enqueued = await count('customer_registry', 'webhook_message');
        if (outbox + clocks + deliveries > 0 || enqueued < expected)
          throw new Error(`${outbox} facts, ${clocks} clocks, ${deliveries} deliveries wait; ${enqueued} of ${expected} are enqueued`);
      },
      200_000,
      500,
    );

  /** As the log has them, repeats too. */
  const carried = async () =>
    (await installation.log.read(TOPICS.case, 0, 0n, 100_000)).map(({ value }) => fromBinary(casework.CaseFactSchema, value));
  const facts = async () => [...new Map((await carried()).map((fact) => [fact.id, fact])).values()];
  const logs = () =>
    installation.sql<{
      case_id: string;
      sequence: number;
      type: string;
      facts: { kind?: string };
      record_hash: Buffer;
      personal_hash: Buffer;
      hash: Buffer;
    }>('casework', 'select * from case_event order by case_id, sequence');

  it('killed both often enough to mean something', () =>
    expect([installation.casework.kills, installation.registry.kills]).toEqual([CASEWORK_KILLS, REGISTRY_KILLS]));

  it('answered every want, though it was repeated', () => expect([done.refusals, new Set(done.cases).size]).toEqual([[], CASES]));

  it('recorded each thing once, in logs without holes whose hashes hold', async () => {
    const byCase = Map.groupBy(await logs(), ({ case_id }) => case_id);
    expect([...byCase.keys()].sort()).toEqual([...done.cases].sort());
    for (const [id, lines] of byCase) {
      expect([id, lines.map(({ sequence }) => sequence)]).toEqual([id, lines.map((_, n) => n + 1)]);
      const counts = ONCE.map((type) => `${type} ${lines.filter((line) => line.type === type).length}`);
      expect([id, ...counts]).toEqual([id, ...ONCE.map((type) => `${type} 1`)]);
      let hash: Buffer = FIRST_HASH;
      for (const line of lines) {
        hash = chainHash(hash, line.facts, line.record_hash, line.personal_hash);
        expect([id, line.sequence, line.hash.equals(hash)]).toEqual([id, line.sequence, true]);
      }
    }
  });

  it('lost no clock, and gave none twice', async () => {
    const rests = (await logs()).filter(({ type, facts: { kind } }) => type === 'clock-elapsed' && kind === 'SNOOZE');
    expect(rests.map(({ case_id }) => case_id).sort()).toEqual([...done.cases].sort());
  });

  it('told the other apps each fact once, in one order without holes', async () => {
    const all = await facts();
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, n) => BigInt(n + 1)));
    const known = all.map(({ knownAtMs }) => knownAtMs);
    expect(known).toEqual([...known].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    for (const kind of ['opened', 'orderIssued', 'orderLifted'])
      expect([kind, all.filter(({ fact }) => fact.case === kind).length]).toEqual([kind, CASES]);
    // A message that was carried twice is the same message.
    expect(new Set((await carried()).map(({ id, sequence }) => `${id} ${sequence}`)).size).toBe(all.length);
  });

  it('told the provider each thing, in the order in which it was served', async () => {
    const expected = (await facts())
      .flatMap((fact) => newsOf(fact) ?? [])
      .map(({ event, data }) => [event, 'item' in data && data.item, 'status' in data ? data.status : undefined]);
    expect(expected.length).toBeGreaterThan(CASES * 6);
    expect(receiver.distinct.map(({ type, item, status }) => [type, item, status])).toEqual(expected);
  });
});

/** SIGKILL at random moments: sometimes soon after it is ready, when everybody tries again at once, sometimes later. */
async function killAtRandom(app: AppProcess, random: Random, kills: number, isOver: () => boolean): Promise<void> {
  for (let kill = 0; kill < kills && !isOver(); kill++) {
    await app.ready();
    await sleep(random.chance(0.4) ? random.int(20, 300) : random.int(500, 2_500));
    if (!isOver()) app.kill();
  }
}
