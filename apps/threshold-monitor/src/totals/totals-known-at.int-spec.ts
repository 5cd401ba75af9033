import { AccountUnlinked_Cause, readIdentity } from '@tidemark/contracts';
import { Attribution, CONTROL_RULES, type Scope, scopeKey } from '@tidemark/domain';
import fc from 'fast-check';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { linked, owns, resolved, standing } from '../../test/customer-facts.fixture.js';
import { FLAGS_ROOM } from '../flags/flags.room.js';
import { TOTALS_ROOM } from './totals.room.js';

const HOUR_MS = 3_600_000;
const BASE = Date.UTC(2026, 1, 28, 12) / HOUR_MS;
const RUNS = 24;

const hour = fc.integer({ min: 0, max: 6 });
const account = fc.constantFrom('x', 'y', 'z');
const customer = fc.constantFrom('one', 'two', 'three');
const step = fc.oneof(
  fc.record({
    type: fc.constant('post' as const),
    rows: fc.array(fc.record({ account, hour, n: fc.bigInt(-5n, 9n) }), { minLength: 1, maxLength: 6 }),
  }),
  fc.record({ type: fc.constant('link' as const), account, customer, from: hour, hours: fc.option(fc.integer({ min: 1, max: 4 })) }),
  fc.record({ type: fc.constant('unlink' as const), account, at: hour }),
  fc.record({ type: fc.constant('resolve' as const), customer, party: fc.constantFrom('P', 'Q') }),
  fc.record({ type: fc.constant('own' as const), owner: customer, owned: customer, from: hour }),
);

/** Any history, in any order, and every scope at every moment of it: the answers are the sums by the definition, posting by posting. */
describe('totals as known at any moment', () => {
  let monitor: AskingApp;
  let nowMs = Date.UTC(2026, 2, 10);

  beforeAll(async () => {
    monitor = await startAskingApp([FLAGS_ROOM, TOTALS_ROOM]);
  });
  afterAll(() => monitor.stop());

  it.each(Array.from({ length: RUNS }, (_, run) => run))(
    'are the sums of the postings that were known, of the hours that belonged: history %i',
    async (run) => {
      const [steps] = fc.sample(fc.array(step, { minLength: 10, maxLength: 24 }), { numRuns: 1, seed: 20_261_121 + run });
      const provider = `p${run}`;
      const own = (name: string) => `${name}-${run}`;
      const posted: { account: string; hour: number; n: bigint; knownAtMs: number }[] = [];
      /** Of each account the links that stand, as [link, from, to]. */
      const links = new Map<string, [string, number, number][]>();
      const moments: number[] = [];
      await monitor.rows.know(++nowMs, ...['one', 'two', 'three'].map((name) => standing(own(name), provider)));
      for (const [i, one] of steps!.entries()) {
        nowMs += 10;
        if (one.type === 'post') {
          posted.push(...one.rows.map((row) => ({ ...row, hour: BASE + row.hour, knownAtMs: nowMs })));
          const rows = one.rows.map((row) => ({
            provider,
            account: row.account,
            hour: BASE + row.hour,
            totals: [row.n, row.n, row.n] as const,
          }));
          await monitor.rows.post(run * 100 + i + 1, nowMs, rows);
        } else if (one.type === 'link') {
          const [from, to] = [BASE + one.from, one.hours === null ? Infinity : BASE + one.from + one.hours];
          const standingLinks = links.get(one.account) ?? [];
          // Two links of one account in force at one instant are refused by the registry.
          if (standingLinks.some(([, start, end]) => start < to && from < end)) continue;
          links.set(one.account, [...standingLinks, [`l${run}-${i}`, from, to]]);
          await monitor.rows.know(
            nowMs,
            linked(`l${run}-${i}`, provider, one.account, own(one.customer), from, Number.isFinite(to) ? to : undefined),
          );
        } else if (one.type === 'unlink') {
          const found = (links.get(one.account) ?? []).at(-1);
          if (!found) continue;
          const at = Math.max(found[1], Math.min(found[2], BASE + one.at));
          found[2] = at;
          const value = {
            link: found[0],
            provider,
            account: one.account,
            customer: '',
            atMs: BigInt(at * HOUR_MS),
            cause: AccountUnlinked_Cause.ENDED,
          };
          const [{ customer: linkedTo } = { customer: '' }] = steps!.flatMap((s, j) =>
            s.type === 'link' && found[0] === `l${run}-${j}` ? [s] : [],
          );
          await monitor.rows.know(nowMs, { case: 'accountUnlinked', value: { ...value, customer: own(linkedTo) } });
        } else if (one.type === 'resolve') await monitor.rows.know(nowMs, resolved(own(one.customer), provider, own(one.party)));
        else if (one.owner !== one.owned)
          await monitor.rows.know(nowMs, owns(`e${run}-${i}`, provider, own(one.owner), own(one.owned), '2/3', BASE + one.from));
        else continue;
        moments.push(nowMs);
      }
      const attribution = new Attribution({ controlRules: CONTROL_RULES });
      for (const { fact: bytes } of await monitor.rows.query('select fact from customer_fact order by sequence')) {
        const { fact } = readIdentity(bytes as Buffer);
        if (fact) attribution.take({ ...fact, sequence: attribution.sequence + 1 });
      }
      const token = monitor.tokens.oversight();
      const scopes: Scope[] = [
        ...['one', 'two', 'three'].map((name) => ({ kind: 'customer' as const, id: own(name) })),
        ...['P', 'Q', 'one'].map((name) => ({ kind: 'party' as const, id: own(name) })),
        ...['P', 'Q', 'one', 'two'].map((name) => ({ kind: 'group' as const, id: own(name), controlRule: 'control' as const })),
      ];
      for (const knownAtMs of [moments[0]!, moments[moments.length >> 1]!, moments.at(-1)! - 1, moments.at(-1)!]) {
        const then = attribution.asKnownAt(knownAtMs);
        const known = posted.filter((row) => row.knownAtMs <= knownAtMs);
        for (const scope of scopes) {
          const wanted = known.filter((row) =>
            then.scopesAt(provider, row.account, row.hour).some((one) => scopeKey(one) === scopeKey(scope)),
          );
          const { status, body } = await monitor.get(`/v1/totals?scope=${scope.kind}&id=${scope.id}&knownAt=${knownAtMs}&by=hour`, token);
          if (status === 404) expect([scope, wanted.reduce((sum, { n }) => sum + n, 0n)]).toEqual([scope, 0n]);
          else
            expect([knownAtMs, scope, body.tflop.expected]).toEqual([
              knownAtMs,
              scope,
              wanted.reduce((sum, { n }) => sum + n, 0n).toString(),
            ]);
        }
        const unlinked = known
          .filter((row) => !then.isLinkedAt(provider, row.account, row.hour * HOUR_MS))
          .reduce((sum, { n }) => sum + n, 0n);
        const { status, body } = await monitor.get(`/v1/totals?scope=unlinked&id=${provider}&knownAt=${knownAtMs}`, token);
        expect([knownAtMs, status === 404 ? '0' : body.tflop.expected]).toEqual([knownAtMs, unlinked.toString()]);
      }
    },
  );
});
