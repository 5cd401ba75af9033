/**
 * The pure pieces of the domain against the model of test/truth/flags, over any history: whose each hour was, and what stands, from the
 * facts known at the end and at every moment on the way. HISTORIES: how many.
 */
import type { Attribution } from '@tidemark/domain';
import fc from 'fast-check';
import { deriveFlags, knownAt } from '../truth/flags/derive-flags.js';
import { hoursWords, vectorWords, wordsByName } from './agreement.js';
import { attributionOf, DomainJudgement } from './domain-judgement.js';
import { factsOf, type History } from './history.js';
import { HistoryBuilder } from './history-builder.js';
import { historyDrawn } from './history-commands.js';
import { nameOf, scopeOf, truthOf } from './monitor-terms.js';

const HISTORIES = Number(process.env.HISTORIES ?? 150);

/** `attribution`: of the whole history, asked for what was known then. */
function agreeAt(history: History, nowMs: number, attribution: Attribution): void {
  const facts = knownAt(factsOf(history), nowMs);
  const truth = deriveFlags(facts, nowMs);
  const domain = new DomainJudgement(facts, nowMs, attribution.asKnownAt(nowMs));
  const scopes = domain.scopes();
  for (const [name, hours] of truth.totals) {
    if (name.startsWith('unlinked')) continue;
    expect([name, ...vectorWords(domain.vectorOf(scopeOf(name)))]).toEqual([name, ...hoursWords(hours)]);
  }
  // Nothing where the model has nothing.
  for (const scope of scopes) if (!truth.totals.has(nameOf(scope))) expect(vectorWords(domain.vectorOf(scope))).toEqual([]);
  const standings = (state: 'ACTIVE' | 'TRIAL') => {
    const rules = domain.rules(state);
    const house = state === 'ACTIVE' ? scopes.flatMap((scope) => domain.houseStandingsOf(scope)) : [];
    return wordsByName([...scopes.flatMap((scope) => domain.standingsOf(scope, rules)), ...house].map(truthOf));
  };
  expect(standings('ACTIVE')).toEqual(wordsByName(truth.standings));
  expect(standings('TRIAL')).toEqual(wordsByName(truth.shadow));
}

it('totals and standings are those of the model, now and as known at every moment', () => {
  fc.assert(
    fc.property(historyDrawn, (drawn) => {
      const history = HistoryBuilder.build(drawn);
      const attribution = attributionOf(factsOf(history));
      for (const { nowMs } of history) agreeAt(history, nowMs, attribution);
    }),
    { numRuns: HISTORIES },
  );
}, 3_600_000);
