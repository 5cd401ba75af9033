import fc from 'fast-check';
import type { Delegation, PeopleFacts, RoleChange } from '../case-context.js';
import type { Actor } from '../case-vocabulary.js';
import { fourEyes, type Step } from './four-eyes.js';

const PERSONS = ['ana', 'ben', 'cleo'] as const;
const ROLES = ['regulator-reviewer', 'regulator-lead'] as const;
/** It was proposed at 10 and is looked at, at 20. */
const PROPOSED = 10;
const NOW = 20;

/** When one stands in for another, and whether that lies anywhere between the two steps. */
const SPELLS: { from: number; until: number; endedAt?: number; meets: boolean }[] = [
  { from: 0, until: 5, meets: false },
  { from: 0, until: 30, endedAt: 9, meets: false },
  { from: 21, until: 30, meets: false },
  { from: 0, until: 10, meets: true },
  { from: 0, until: 30, endedAt: 10, meets: true },
  { from: 12, until: 15, meets: true },
  { from: 20, until: 30, meets: true },
  { from: 0, until: 30, meets: true },
];

/** When a role changed, and whether that lies after the first step and not after the second. */
const CHANGES: { at: number; since: boolean }[] = [
  { at: 5, since: false },
  { at: 10, since: false },
  { at: 11, since: true },
  { at: 20, since: true },
  { at: 25, since: false },
];

const pairs = PERSONS.flatMap((person) => PERSONS.filter((other) => other !== person).map((deputy) => ({ person, deputy })));
const delegations: (Delegation & { meets: boolean })[] = pairs.flatMap((pair) =>
  SPELLS.map((spell, n) => ({ id: `${pair.person}-${pair.deputy}-${n}`, ...pair, ...spell })),
);
const changesOf = (role: string): (RoleChange & { since: boolean })[] =>
  PERSONS.flatMap((person) => CHANGES.map((change) => ({ person, role, ...change })));

const subsets = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_, n) => ((bits >> n) & 1) === 1));

describe('four eyes', () => {
  it('are two persons for every pair, role, relation and moment, and never one', () => {
    let tried = 0;
    let allowed = 0;
    for (const proposer of PERSONS)
      for (const role of ROLES)
        for (const approver of PERSONS)
          for (const approverRole of ROLES)
            for (const human of [true, false])
              for (const analysts of subsets(PERSONS))
                for (const delegation of [undefined, ...delegations])
                  for (const change of [undefined, ...changesOf(role)]) {
                    const proposed: Step = { person: proposer, role, at: PROPOSED };
                    const actor: Actor = { person: approver, human, role: approverRole };
                    const people: PeopleFacts = {
                      analysts: new Set(analysts),
                      delegations: delegation === undefined ? [] : [delegation],
                      changes: change === undefined ? [] : [change],
                    };
                    const two = [proposer, approver];
                    const forbidden =
                      !human ||
                      proposer === approver ||
                      two.some((person) => analysts.includes(person)) ||
                      (delegation?.meets === true &&
                        two.includes(delegation.person as never) &&
                        two.includes(delegation.deputy as never)) ||
                      (change?.since === true && two.includes(change.person as never));
                    tried++;
                    const refused = fourEyes(proposed, { actor, people, now: NOW }) !== undefined;
                    if (!refused) allowed++;
                    if (refused !== forbidden)
                      throw new Error(
                        JSON.stringify({ proposer, role, approver, approverRole, human, analysts, delegation, change, refused }),
                      );
                  }
    expect(tried).toBe(9 * 4 * 2 * 8 * 49 * 16);
    // A rule that forbids everything would pass the comparison as well.
    expect(allowed).toBeGreaterThan(1000);
  });

  it('are judged as moment by moment, whatever delegations and changes there were', () => {
    const person = fc.constantFrom(...PERSONS);
    const moment = fc.integer({ min: 0, max: 30 });
    const delegation = fc.record({
      person,
      deputy: person,
      from: moment,
      length: fc.integer({ min: 1, max: 10 }),
      ended: fc.option(moment),
    });
    const change = fc.record({ person, at: moment });
    fc.assert(
      fc.property(
        fc.array(delegation, { maxLength: 4 }),
        fc.array(change, { maxLength: 3 }),
        moment,
        fc.integer({ min: 0, max: 15 }),
        (delegated, changed, at, length) => {
          const now = at + length;
          const spells = delegated.map(({ person, deputy, from, length, ended }, n): Delegation => {
            const until = from + length;
            return {
              id: String(n),
              person,
              deputy,
              from,
              until,
              ...(ended === null || ended < from ? {} : { endedAt: Math.min(ended, until) }),
            };
          });
          const people = { analysts: new Set<string>(), delegations: spells, changes: changed.map((one) => ({ ...one, role: 'auditor' })) };
          const between = Array.from({ length: now - at + 1 }, (_, n) => at + n);
          const voided = between.some(
            (tick) =>
              spells.some(
                (one) =>
                  ((one.person === 'ana' && one.deputy === 'ben') || (one.person === 'ben' && one.deputy === 'ana')) &&
                  one.from <= tick &&
                  tick <= (one.endedAt ?? one.until),
              ) || changed.some((one) => one.at === tick && tick > at && (one.person === 'ana' || one.person === 'ben')),
          );
          const proposed = { person: 'ana', role: 'regulator-reviewer', at };
          const actor = { person: 'ben', human: true, role: 'regulator-lead' };
          const answer = fourEyes(proposed, { actor, people, now });
          expect(answer?.refused.code).toBe(voided ? 'PROPOSAL_VOID' : undefined);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
