/** Casework asks the monitor how an order is followed, over real gRPC. */
import { loadConfig } from '@tidemark/config';
import { grpcOptions, Monitor } from '@tidemark/contracts';
import { judgeCompliance, type SuspensionOrder } from '@tidemark/domain';
import { MonitorOrderedUse } from '../../apps/casework/src/orders/monitor-ordered-use.js';
import { EVIDENCE_ROOM } from '../../apps/threshold-monitor/src/evidence/evidence.room.js';
import { FLAGS_ROOM } from '../../apps/threshold-monitor/src/flags/flags.room.js';
import { GRPC_ROOM } from '../../apps/threshold-monitor/src/grpc/grpc.room.js';
import { PROJECTIONS_ROOM } from '../../apps/threshold-monitor/src/projections/projections.room.js';
import { RulebookVersions } from '../../apps/threshold-monitor/src/rules/rulebook-versions.port.js';
import { RulesQueries } from '../../apps/threshold-monitor/src/rules/rules.query.js';
import { TrialFlags } from '../../apps/threshold-monitor/src/rules/trial-flags.port.js';
import { TOTALS_ROOM } from '../../apps/threshold-monitor/src/totals/totals.room.js';
import { WHAT_IF_ROOM } from '../../apps/threshold-monitor/src/what-if/what-if.room.js';
import { type AskingApp, startAskingApp } from '../../apps/threshold-monitor/test/asking-app.fixture.js';
import { linked, resolved, standing } from '../../apps/threshold-monitor/test/customer-facts.fixture.js';

const HOUR_MS = 3_600_000;
const T0 = Date.UTC(2026, 3, 1);
const HOUR = T0 / HOUR_MS;

describe('how an order is followed, as the ledger has it', () => {
  let monitor: AskingApp;
  let asking: MonitorOrderedUse;
  let regulator: string;

  beforeAll(async () => {
    const rules = { providers: [RulesQueries, { provide: RulebookVersions, useValue: {} }, { provide: TrialFlags, useValue: {} }] };
    const rooms = [FLAGS_ROOM, EVIDENCE_ROOM, PROJECTIONS_ROOM, TOTALS_ROOM, WHAT_IF_ROOM, rules, GRPC_ROOM];
    monitor = await startAskingApp(rooms, (app, url) =>
      app.connectMicroservice(grpcOptions({ url, services: [Monitor] }), { inheritAppConfig: true }),
    );
    asking = new MonitorOrderedUse(loadConfig({ TIDEMARK_MONITOR_GRPC: monitor.grpcAddress }));
    regulator = monitor.tokens.person('regulator-reviewer', undefined, 'rosa');
    const { rows } = monitor;
    await rows.know(
      T0,
      ...[standing('here', 'north'), resolved('here', 'north', 'party'), linked('l1', 'north', 'a', 'here', 0)],
      ...[standing('there', 'south'), resolved('there', 'south', 'party'), linked('l2', 'south', 'b', 'there', 0)],
    );
    const use = (provider: string, account: string, hour: number, amount: bigint) =>
      ({ provider, account, cluster: 'hall', hour: HOUR + hour, totals: [0n, amount, amount] }) as const;
    await rows.post(1, T0 + 1, [
      use('north', 'a', 1, 5n),
      use('south', 'b', 12, 7n),
      use('north', 'neighbour', 14, 1n),
      use('north', 'a', 20, 2n),
    ]);
  }, 60_000);
  afterAll(async () => {
    asking?.onApplicationShutdown();
    await monitor?.stop();
  });

  const order = (fromHour: number, more: Partial<SuspensionOrder> = {}) =>
    ({ provider: 'north', scope: { kind: 'party', id: 'party' }, from: (HOUR + fromHour) * HOUR_MS, ...more }) as SuspensionOrder;
  const since = async (one: SuspensionOrder) => {
    const asked = await asking.since(regulator, one, (HOUR + 30) * HOUR_MS);
    if ('notAsked' in asked) throw new Error(JSON.stringify(asked));
    return asked.use;
  };

  it('counts the use at its provider alone, and says when the last was', async () => {
    const use = await since(order(10));
    expect(use).toMatchObject({ lower: 0n, expected: 2n * 10n ** 12n, upper: 2n * 10n ** 12n, lastHour: (HOUR + 20) * HOUR_MS });
    expect(judgeCompliance(order(10), [], use)).toBe('USE_SEEN');
  });

  it('is followed when its neighbours were heard from and it was not', async () => {
    const held = order(10, { liftedAt: (HOUR + 20) * HOUR_MS });
    const use = await since(held);
    expect(use).toEqual({ lower: 0n, expected: 0n, upper: 0n, heardUntil: (HOUR + 14) * HOUR_MS });
    expect(judgeCompliance(held, [], use)).toBe('COMPLIED');
  });

  it('is not known while nobody there was heard from, or before it takes effect', async () => {
    for (const one of [order(21), order(99), order(15, { liftedAt: (HOUR + 20) * HOUR_MS })])
      expect(judgeCompliance(one, [], await since(one))).toBe('NOT_YET_KNOWN');
  });

  it.each([
    { kind: 'customer', provider: 'north', id: 'here' },
    { kind: 'account', provider: 'north', id: 'a' },
  ] as const)('is told of a $kind too', async (scope) =>
    expect(await since(order(10, { scope }))).toMatchObject({ upper: 2n * 10n ** 12n }),
  );

  it('of a compute cluster is all that runs there', async () =>
    expect(await since(order(10, { scope: { kind: 'cluster', provider: 'north', id: 'hall' } }))).toMatchObject({
      upper: 3n * 10n ** 12n,
    }));
});
