import { fromBinary } from '@bufbuild/protobuf';
import { AccountUnlinked_Cause, CustomerEventSchema, Level_Value } from '@tidemark/contracts';
import { customerEventKey, encodeCustomerEvent } from './customer-event.js';
import type { CustomerFact, CustomerFacts } from './customer-fact.js';

const HEAD = { sequence: 7n, knownAtMs: 1_767_222_000_000, recordedBy: 'person:ana' };
const decoded = (fact: CustomerFact) => fromBinary(CustomerEventSchema, encodeCustomerEvent(HEAD, fact));

const ids = { customer: 'c-1', provider: 'north' };
const edge = { edge: 'e-1', provider: 'north', owner: 'c-1', owned: 'c-2' };
const link = { link: 'l-1', ...ids, account: 'acct-1' };
/** One of each: a fact added without a place in the contract fails to compile here, or to encode below. */
const FACTS: CustomerFacts = {
  standing: { ...ids, kind: 'LEGAL', related: false, level: 'BASIC', status: 'ACTIVE', fromMs: 5, levelValidUntilMs: 9, version: 3 },
  erased: ids,
  accountLinked: { ...link, fromMs: 5, toMs: undefined, evidence: { kind: 'KEY', strength: 'STRONG', confirmation: 'PERSON' } },
  accountUnlinked: { ...link, atMs: 6, cause: 'TRANSFERRED' },
  reseller: { provider: 'north', account: 'acct-1', fromMs: 5, subAccounts: ['acct-2'], opaque: true },
  party: { ...ids, party: 'p-1', cause: 'FOUNDED' },
  controlStated: { ...edge, kind: 'SHARES', share: '1/3', fromMs: 5 },
  controlEnded: { ...edge, atMs: 6 },
  intent: { ...ids, version: 1, trains: 'YES', computeFlop: `1${'0'.repeat(25)}`, modalities: ['TEXT'], formats: ['BF16'], sites: ['fra'] },
  assessment: { ...ids, version: 1, assessment: 'MAY_TRAIN', intentVersion: 1 },
  exemption: { exemption: 'x-1', ...ids, kind: 'EXEMPTION', subject: 'us-ca-sb53', fromMs: 5, untilMs: 9 },
  exemptionEnded: { exemption: 'x-1', ...ids, atMs: 6 },
  revalidationAsked: { ask: 'a-1', ...ids, reason: 'BAND_REACHED', signal: 's-1', dueAtMs: 9 },
  revalidationDone: { ask: 'a-1', ...ids },
};
const facts = Object.entries(FACTS).map(([name, value]) => ({ case: name, value }) as CustomerFact);

describe('the facts of the registry as they travel', () => {
  it.each(facts)('$case has its place in the contract and keeps what it says', (fact) => {
    const event = decoded(fact);
    expect(event).toMatchObject({ id: 'customer/7', sequence: 7n, knownAtMs: 1_767_222_000_000n, recordedBy: 'person:ana' });
    expect(event.fact.case).toBe(fact.case);
  });

  it('has a place for every fact of the contract', () => {
    const oneof = CustomerEventSchema.oneofs[0]!;
    expect(facts.map((fact) => fact.case).sort()).toEqual(oneof.fields.map((field) => field.localName).sort());
  });

  it('says enums by name, times exactly, and nothing where nothing was said', () => {
    expect(decoded({ case: 'standing', value: FACTS.standing }).fact.value).toMatchObject({
      level: Level_Value.BASIC,
      levelValidUntilMs: 9n,
    });
    expect(decoded({ case: 'accountUnlinked', value: FACTS.accountUnlinked }).fact.value).toMatchObject({
      cause: AccountUnlinked_Cause.TRANSFERRED,
    });
    expect(decoded({ case: 'accountLinked', value: FACTS.accountLinked }).fact.value).not.toHaveProperty('toMs');
  });

  it('keeps the facts of one customer in order by its key, and those of an account by its provider', () => {
    expect(facts.map(customerEventKey)).toEqual(facts.map((fact) => ('customer' in fact.value ? 'c-1' : 'north')));
  });

  it('refuses what the contract does not know, instead of leaving it out', () => {
    const odd = { case: 'erased', value: { ...ids, name: 'Somebody' } } as CustomerFact;
    expect(() => encodeCustomerEvent(HEAD, odd)).toThrow('name');
  });
});
