import { fromBinary } from '@bufbuild/protobuf';
import { type CustomerEvent, CustomerEventSchema } from '@tidemark/contracts';
import { encodeCustomerEvent } from './customer-event.js';
import type { CustomerFact, CustomerFacts } from './customer-fact.js';
import { IdentityFold, identityDifferences } from './identity-fold.js';
import { ReplacedFacts } from './replaced-facts.js';

const HEAD = { knownAtMs: 5, recordedBy: 'ana' };
const eventsOf = (facts: CustomerFact[]): CustomerEvent[] =>
  facts.map((fact, i) => fromBinary(CustomerEventSchema, encodeCustomerEvent({ ...HEAD, sequence: BigInt(i + 1) }, fact)));
const folded = (...facts: CustomerFact[]) => {
  const fold = new IdentityFold();
  for (const event of eventsOf(facts)) fold.take(event);
  return Object.fromEntries(fold.standing);
};

const ids = { customer: 'c-1', provider: 'north' };
const standing = (more: Partial<CustomerFacts['standing']> = {}): CustomerFact => ({
  case: 'standing',
  value: { ...ids, kind: 'LEGAL', related: false, level: 'NONE', status: 'ACTIVE', fromMs: 1, version: 1, ...more },
});
const linked = (toMs?: number): CustomerFact => ({
  case: 'accountLinked',
  value: { link: 'l-1', ...ids, account: 'a', fromMs: 10, toMs, evidence: { kind: 'KEY', strength: 'FAIR', confirmation: 'PERSON' } },
});
const unlinked = (atMs: number): CustomerFact => ({
  case: 'accountUnlinked',
  value: { link: 'l-1', ...ids, account: 'a', atMs, cause: 'ENDED' },
});
const asked = (ask: string): CustomerFact => ({ case: 'revalidationAsked', value: { ask, ...ids, reason: 'EXPIRY' } });
const doneOf = (ask: string): CustomerFact => ({ case: 'revalidationDone', value: { ask, ...ids } });

describe('a consumer that begins at nothing', () => {
  it('holds the last standing, the last party, and the earliest end', () =>
    expect(
      folded(
        standing(),
        standing({ level: 'BASIC', levelValidUntilMs: 9 }),
        { case: 'party', value: { ...ids, party: 'p-1', cause: 'FOUNDED' } },
        { case: 'party', value: { ...ids, party: 'p-2', cause: 'JUDGEMENT' } },
        linked(30),
        unlinked(20),
        unlinked(25),
      ),
    ).toEqual({
      'customer/c-1': 'north LEGAL false BASIC 9 ACTIVE',
      'party/c-1': 'p-2',
      'link/l-1': 'north "a" c-1 10 20',
    }));

  it('is told when facts are missing, twice there, or out of place', () => {
    const [first, second] = eventsOf([standing(), standing()]) as [CustomerEvent, CustomerEvent];
    const fold = new IdentityFold();
    expect(() => fold.take(second)).toThrow('after fact 0');
    fold.take(first);
    expect(() => fold.take(first)).toThrow('after fact 1');
    expect(() => folded(unlinked(5))).toThrow('never stated');
    expect(() => folded(linked(), linked())).toThrow('again');
  });

  it('is compared line by line, either way', () =>
    expect(
      identityDifferences(
        new Map([
          ['a', '1'],
          ['b', '2'],
        ]),
        new Map([
          ['b', '3'],
          ['c', '4'],
        ]),
      ),
    ).toEqual([
      { name: 'a', stands: '1', rebuilt: undefined },
      { name: 'b', stands: '2', rebuilt: '3' },
      { name: 'c', stands: undefined, rebuilt: '4' },
    ]));
});

describe('facts that a later one replaced whole', () => {
  it('are standings, parties and asks that are done, never links', () => {
    const facts = new ReplacedFacts();
    const events = eventsOf([standing(), linked(), asked('a-1'), asked('a-1'), standing(), asked('a-2'), doneOf('a-1'), unlinked(20)]);
    for (const event of events) facts.take(event);
    expect([...facts.replaced].sort()).toEqual([1n, 3n, 4n, 7n]);
  });
});
