import fc from 'fast-check';
import { CONTROL_RULES } from '../control/customer-groups.js';
import { type Scope, scopeKey } from '../thresholds/scope.js';
import { Attribution } from './attribution.js';
import type { IdentityFact } from './identity-fact.js';
import { ACCOUNTS, anyHistory, CUSTOMERS, PARTIES } from './identity-history.fixture.js';
import { belongingsNaively, HOURS } from './naive-attribution.fixture.js';
import { attributedKey } from './scope-touches.js';

const RUNS = { numRuns: Number(process.env.HISTORIES ?? 200) };

const SCOPES: readonly Scope[] = [
  ...CUSTOMERS.map((id) => ({ kind: 'customer' as const, id })),
  ...PARTIES.map((id) => ({ kind: 'party' as const, id })),
  ...CONTROL_RULES.flatMap((controlRule) => PARTIES.map((id) => ({ kind: 'group' as const, id, controlRule }))),
];

const taken = (facts: readonly IdentityFact[]): Attribution => {
  const attribution = new Attribution({ controlRules: CONTROL_RULES });
  for (const fact of facts) attribution.take(fact);
  return attribution;
};

/** By the hour: what {@link belongingsNaively} answers. */
const byHour = (attribution: Attribution): Map<string, string[]> =>
  new Map(
    HOURS.flatMap((hour) =>
      ACCOUNTS.map(({ provider, account }): [string, string[]] => [
        `${provider}/${account}@${hour}`,
        attribution.scopesAt(provider, account, hour).map(scopeKey).sort(),
      ]),
    ),
  );

/** By spans, the other way round. */
const bySpans = (attribution: Attribution, knownAtMs?: number): Map<string, string[]> => {
  const belongings = new Map(
    HOURS.flatMap((hour) => ACCOUNTS.map((one): [string, string[]] => [`${one.provider}/${one.account}@${hour}`, []])),
  );
  for (const scope of SCOPES) {
    for (const { provider, account, fromHour, toHour } of attribution.spansOf(scope, knownAtMs)) {
      for (const hour of HOURS)
        if (fromHour <= hour && hour < toHour) belongings.get(`${provider}/${account}@${hour}`)!.push(scopeKey(scope));
    }
  }
  for (const scopes of belongings.values()) scopes.sort();
  return belongings;
};

/** The first hour in which a scope's accounts are others, by scope. */
function firstChanges(before: ReadonlyMap<string, string[]>, after: ReadonlyMap<string, string[]>): Map<string, number> {
  const first = new Map<string, number>();
  for (const hour of HOURS) {
    for (const { provider, account } of ACCOUNTS) {
      const [then, now] = [before.get(`${provider}/${account}@${hour}`)!, after.get(`${provider}/${account}@${hour}`)!];
      const changed = [...then.filter((one) => !now.includes(one)), ...now.filter((one) => !then.includes(one))];
      if ((then.length === 0) !== (now.length === 0)) changed.push(`unlinked\t${provider}`);
      for (const key of changed) if (!first.has(key)) first.set(key, hour);
    }
  }
  return first;
}

describe('for every history of identity', () => {
  it('each hour of each account is whose the rules say, now and as known at any time', () =>
    fc.assert(
      fc.property(anyHistory, ({ facts }) => {
        const attribution = taken(facts);
        for (const knownAtMs of new Set([99, ...facts.map((fact) => fact.knownAtMs)])) {
          const naive = belongingsNaively(
            facts.filter((fact) => fact.knownAtMs <= knownAtMs),
            CONTROL_RULES,
          );
          expect(bySpans(attribution, knownAtMs)).toEqual(naive);
          expect(byHour(attribution.asKnownAt(knownAtMs))).toEqual(naive);
          // A view that was asked for something is as one that was asked for all else before.
          expect(byHour(taken(facts).asKnownAt(knownAtMs))).toEqual(naive);
        }
        expect(bySpans(attribution)).toEqual(belongingsNaively(facts, CONTROL_RULES));
      }),
      RUNS,
    ));

  it('spans of an account are disjoint, as few as can be, and in order', () =>
    fc.assert(
      fc.property(anyHistory, ({ facts }) => {
        const attribution = taken(facts);
        for (const scope of [...SCOPES, { kind: 'unlinked' as const, provider: 'p1' }]) {
          const spans = attribution.spansOf(scope);
          for (const [index, one] of spans.entries()) {
            expect(one.fromHour).toBeLessThan(one.toHour);
            const next = spans[index + 1];
            if (!next) continue;
            const [name, nextName] = [`${one.provider}/${one.account}`, `${next.provider}/${next.account}`];
            expect(name < nextName || (name === nextName && one.toHour < next.fromHour)).toBe(true);
          }
        }
      }),
      RUNS,
    ));

  it('an hour is unlinked or somebody’s, never both', () =>
    fc.assert(
      fc.property(anyHistory, ({ facts }) => {
        const attribution = taken(facts);
        for (const { provider, account, fromHour, toHour } of ['p1', 'p2'].flatMap((of) =>
          attribution.spansOf({ kind: 'unlinked', provider: of }),
        ))
          for (const hour of HOURS)
            if (fromHour <= hour && hour < toHour) expect(attribution.scopesAt(provider, account, hour)).toEqual([]);
      }),
      RUNS,
    ));

  it('no scope whose hours changed is missing among the touched, from the first of them on; what is asked in between changes nothing', () =>
    fc.assert(
      fc.property(anyHistory, fc.boolean(), ({ facts, asked }, isCurious) => {
        const attribution = new Attribution({ controlRules: CONTROL_RULES });
        let before = belongingsNaively([], CONTROL_RULES);
        for (const [index, fact] of facts.entries()) {
          attribution.take(fact);
          if (isCurious) bySpans(attribution);
          if (!asked.includes(index + 1)) continue;
          const after = belongingsNaively(facts.slice(0, index + 1), CONTROL_RULES);
          const touched = new Map(attribution.touched().map((one) => [attributedKey(one.scope), one]));
          for (const [key, hour] of firstChanges(before, after)) {
            expect([...touched.keys()]).toContain(key);
            expect(touched.get(key)!.fromHour).toBeLessThanOrEqual(hour);
            expect(touched.get(key)!.causes).not.toEqual([]);
          }
          expect(byHour(attribution)).toEqual(after);
          expect(attribution.touched()).toEqual([]);
          before = after;
        }
      }),
      RUNS,
    ));
});
