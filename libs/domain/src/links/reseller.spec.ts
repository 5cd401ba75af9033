import { decideLink, evolveLinks, NO_HISTORY } from './account-history.js';
import { attributionAt, type ResellerDeclaration, resellerRefusal } from './reseller.js';

const declared = (account: string, subAccounts: string[], more: Partial<ResellerDeclaration> = {}): ResellerDeclaration => ({
  account,
  subAccounts,
  fromMs: 0,
  opaque: true,
  knownAtMs: 1,
  ...more,
});
const linked = (customer: string) => {
  const decision = decideLink(NO_HISTORY, {
    type: 'link',
    link: 'l1',
    customer,
    fromMs: 0,
    evidence: { kind: 'DECLARED', strength: 'FAIR', confirmation: 'PERSON' },
    nowMs: 1,
  });
  return 'facts' in decision ? decision.facts.reduce(evolveLinks, NO_HISTORY) : NO_HISTORY;
};

describe('an account that sells on', () => {
  it('shows use under it as opaque, and says whose account it is', () => {
    const use = attributionAt('shop', linked('reseller-inc'), [declared('shop', [])], 5);
    expect(use).toMatchObject({ link: { customer: 'reseller-inc' }, reseller: 'shop', opaque: true });
  });

  it('has sub-accounts: opaque until it is known whose they are', () => {
    const shop = [declared('shop', ['sub'])];
    expect(attributionAt('sub', NO_HISTORY, shop, 5)).toEqual({ reseller: 'shop', opaque: true });
    expect(attributionAt('sub', linked('end-customer'), shop, 5)).toMatchObject({ link: { customer: 'end-customer' }, opaque: false });
    expect(attributionAt('other', NO_HISTORY, shop, 5)).toEqual({ opaque: false });
  });

  it('may use some itself: then that is its own', () =>
    expect(attributionAt('shop', linked('reseller-inc'), [declared('shop', ['sub'], { opaque: false })], 5)).toMatchObject({
      opaque: false,
    }));

  it('is one from date to date, as known at a date', () => {
    const all = [declared('shop', [], { toMs: 10 }), declared('shop', [], { fromMs: 5, knownAtMs: 100 })];
    const opaque = (asOf: number, known?: number) => attributionAt('shop', NO_HISTORY, all, asOf, known).opaque;
    expect([opaque(4, 50), opaque(12, 50), opaque(4), opaque(12)]).toEqual([true, false, false, true]);
  });

  it('has no end customer of another reseller at the same time, nor itself, nor anybody above it', () => {
    const standing = [declared('big', ['shop']), declared('elsewhere', ['taken'], { toMs: 10 })];
    expect(resellerRefusal(declared('shop', ['shop']), standing)).toMatchObject({ code: 'SUB_ACCOUNT_IS_RESELLER_ITSELF' });
    expect(resellerRefusal(declared('shop', ['taken']), standing)).toMatchObject({ code: 'SUB_ACCOUNT_TAKEN', reseller: 'elsewhere' });
    expect(resellerRefusal(declared('shop', ['taken'], { fromMs: 10 }), standing)).toBeUndefined();
    expect(resellerRefusal(declared('shop', ['big']), standing)).toMatchObject({ code: 'SUB_ACCOUNTS_IN_A_CIRCLE', account: 'big' });
    expect(resellerRefusal(declared('shop', [], { fromMs: 5, toMs: 4 }), standing)).toMatchObject({ code: 'RESELLER_INTERVAL_EMPTY' });
    expect(resellerRefusal(declared('big', ['shop', 'more']), standing)).toBeUndefined();
  });
});
