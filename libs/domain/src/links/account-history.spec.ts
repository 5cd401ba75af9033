import fc from 'fast-check';
import { type AccountHistory, decideLink, evolveLinks, type LinkCommand, linkAt, NO_HISTORY } from './account-history.js';
import { type AccountLink, holdsAt, type LinkEvidence, ownedHours } from './account-link.js';

const evidence: LinkEvidence = { kind: 'DECLARED', strength: 'FAIR', confirmation: 'UNCONFIRMED' };
const at = (time: string) => Date.parse(`2026-03-01T${time}:00Z`);

const link = (id: string, customer: string, fromMs: number, toMs?: number, nowMs = 1): LinkCommand => ({
  type: 'link',
  link: id,
  customer,
  fromMs,
  toMs,
  evidence,
  nowMs,
});
const end = (id: string, atMs: number, nowMs = 2): LinkCommand => ({ type: 'end', link: id, atMs, cause: 'ENDED', nowMs });
const pass = (id: string, from: string, to: string, atMs: number, nowMs = 3): LinkCommand => ({
  type: 'transfer',
  link: id,
  from,
  to,
  atMs,
  evidence,
  nowMs,
});

const historyOf = (...commands: LinkCommand[]): AccountHistory =>
  commands.reduce((history, command) => {
    const decision = decideLink(history, command);
    if ('refused' in decision) throw new Error(decision.refused.code);
    return decision.facts.reduce(evolveLinks, history);
  }, NO_HISTORY);
const refusal = (history: AccountHistory, command: LinkCommand) => {
  const decision = decideLink(history, command);
  return 'refused' in decision ? decision.refused.code : undefined;
};
const owner = (history: AccountHistory, asOfMs: number, knownAtMs?: number) => linkAt(history, asOfMs, knownAtMs)?.customer;

describe('whose an account is', () => {
  it('is said from one instant to another, the second excluded', () => {
    const history = historyOf(link('l1', 'ada', 10, 20));
    expect([9, 10, 19, 20].map((ms) => owner(history, ms))).toEqual([undefined, 'ada', 'ada', undefined]);
  });

  it('is never two at one instant, but may be another from the instant at which the first ends', () => {
    const history = historyOf(link('l1', 'ada', 10, 20));
    expect(refusal(history, link('l2', 'bo', 19))).toBe('ACCOUNT_ALREADY_LINKED');
    expect(refusal(history, link('l2', 'bo', 0, 11))).toBe('ACCOUNT_ALREADY_LINKED');
    expect(refusal(history, link('l2', 'ada', 12, 13))).toBe('ACCOUNT_ALREADY_LINKED');
    expect(refusal(history, link('l2', 'bo', 20))).toBeUndefined();
    expect(refusal(history, link('l2', 'bo', 0, 10))).toBeUndefined();
    expect(refusal(history, link('l2', 'bo', 30, 30))).toBe('LINK_INTERVAL_EMPTY');
  });

  it('ends by a fact of its own: what was known before still says what it said', () => {
    const history = historyOf(link('l1', 'ada', 10), end('l1', 15, 200));
    expect(owner(history, 16, 199)).toBe('ada');
    expect(owner(history, 16, 200)).toBeUndefined();
    expect(owner(history, 14)).toBe('ada');
  });

  it('may end earlier than was thought, never later again', () => {
    const history = historyOf(link('l1', 'ada', 10), end('l1', 15, 200), end('l1', 12, 300));
    expect(owner(history, 13, 250)).toBe('ada');
    expect(owner(history, 13)).toBeUndefined();
    expect(refusal(history, end('l1', 14))).toBe('LINK_ALREADY_ENDED');
    expect(refusal(history, end('l1', 9))).toBe('LINK_ENDS_BEFORE_IT_STARTS');
    expect(refusal(history, end('other', 12))).toBe('LINK_UNKNOWN');
  });

  it('when the link was wrong from its start, it never held, and its time is free', () => {
    const history = historyOf(link('l1', 'ada', 10, 20), end('l1', 10), link('l2', 'bo', 5, 30));
    expect([5, 10, 19, 29].map((ms) => owner(history, ms))).toEqual(['bo', 'bo', 'bo', 'bo']);
  });

  it('passes from one customer to another at an instant, for the rest of the time', () => {
    const history = historyOf(link('l1', 'ada', 10, 20), pass('l2', 'ada', 'bo', 15, 100));
    expect([14, 15, 19, 20].map((ms) => owner(history, ms))).toEqual(['ada', 'bo', 'bo', undefined]);
    expect(owner(history, 16, 99)).toBe('ada');
    expect(refusal(history, pass('l3', 'ada', 'bo', 15))).toBe('ACCOUNT_NOT_LINKED_TO_CUSTOMER');
    expect(refusal(history, pass('l3', 'bo', 'bo', 15))).toBe('TRANSFER_TO_ITSELF');
  });

  it('owns the hours that begin while it holds: from 10:30 those from 11:00', () => {
    const hours = (from: string, to?: string) =>
      ownedHours(historyOf(link('l1', 'ada', at(from), to === undefined ? undefined : at(to))).links[0] as AccountLink);
    expect(hours('10:30')).toEqual({ fromMs: at('11:00') });
    expect(hours('10:00', '12:30')).toEqual({ fromMs: at('10:00'), toMs: at('13:00') });
    expect(hours('10:10', '10:50')).toEqual({ fromMs: at('11:00'), toMs: at('11:00') });
  });

  it('does not take an end without its link', () => {
    expect(() => evolveLinks(NO_HISTORY, { type: 'unlinked', link: 'l1', atMs: 1, cause: 'ENDED', knownAtMs: 1 })).toThrow('never stated');
  });
});

/** The same, told naively: an instant-by-instant table of owners, copied whole at every known time. */
class Ledger {
  static readonly INSTANTS = 24;
  readonly tables: { knownAtMs: number; owners: (string | undefined)[] }[] = [];

  current(): (string | undefined)[] {
    return this.tables.at(-1)?.owners ?? new Array<string | undefined>(Ledger.INSTANTS).fill(undefined);
  }
  change(knownAtMs: number, change: (owners: (string | undefined)[]) => void): void {
    const owners = [...this.current()];
    change(owners);
    this.tables.push({ knownAtMs, owners });
  }
  ownerAt(instant: number, knownAtMs: number): string | undefined {
    return this.tables.filter((table) => table.knownAtMs <= knownAtMs).at(-1)?.owners[instant];
  }
}

type Try =
  | { type: 'link'; customer: number; from: number; length: number }
  | { type: 'end'; link: number; at: number }
  | { type: 'transfer'; at: number; from: number; to: number };

const instant = fc.integer({ min: 0, max: Ledger.INSTANTS - 1 });
const who = fc.integer({ min: 0, max: 3 });
const tries: fc.Arbitrary<Try[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('link' as const), customer: who, from: instant, length: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ type: fc.constant('end' as const), link: fc.integer({ min: 0, max: 8 }), at: instant }),
    fc.record({ type: fc.constant('transfer' as const), at: instant, from: who, to: who }),
  ),
  { maxLength: 25 },
);

describe('any history of links', () => {
  it('says at every instant, as known at every time, what a table of instants says', () =>
    fc.assert(
      fc.property(tries, (all) => {
        const model = new Ledger();
        /** Which link fills which instant, so that an end clears its own instants alone. */
        const filled = new Map<string, Set<number>>();
        let history = NO_HISTORY;
        for (const [index, one] of all.entries()) {
          const nowMs = 100 + index;
          const id = `l${index}`;
          const decision = decideLink(history, commandOf(one, id, history, nowMs));
          if ('refused' in decision) {
            if (one.type === 'link') {
              const wanted = model.current().slice(one.from, one.from + one.length);
              expect(wanted.some((owner) => owner !== undefined)).toBe(true);
            }
            continue;
          }
          history = decision.facts.reduce(evolveLinks, history);
          model.change(nowMs, (owners) => {
            for (const fact of decision.facts) {
              if (fact.type === 'linked') {
                const instants = new Set<number>();
                for (let i = fact.fromMs; i < Math.min(fact.toMs ?? Ledger.INSTANTS, Ledger.INSTANTS); i++) instants.add(i);
                for (const i of instants) owners[i] = fact.customer;
                filled.set(fact.link, instants);
              } else {
                for (const i of [...filled.get(fact.link)!].filter((i) => i >= fact.atMs)) {
                  owners[i] = undefined;
                  filled.get(fact.link)!.delete(i);
                }
              }
            }
          });
        }
        for (let k = 99; k <= 100 + all.length; k++)
          for (let t = 0; t < Ledger.INSTANTS; t++) {
            expect(history.links.filter((link) => holdsAt(link, t, k)).length).toBeLessThanOrEqual(1);
            expect(owner(history, t, k)).toBe(model.ownerAt(t, k));
          }
      }),
      { numRuns: 300 },
    ));
});

function commandOf(one: Try, id: string, history: AccountHistory, nowMs: number): LinkCommand {
  switch (one.type) {
    case 'link':
      return link(id, `c${one.customer}`, one.from, one.from + one.length, nowMs);
    case 'end':
      return end(history.links[one.link]?.link ?? 'none', one.at, nowMs);
    default:
      return pass(id, `c${one.from}`, `c${one.to}`, one.at, nowMs);
  }
}
