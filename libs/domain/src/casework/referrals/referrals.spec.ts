import fc from 'fast-check';
import { MATTERS } from '../case-vocabulary.js';
import { DecidedCase, investigated, lead, reviewer } from '../decisions/decisions.fixture.js';
import { AUTHORITY_KINDS, type Authority } from './authority.js';
import { decideAnswerTaken, decideReceiptTaken } from './decide-received.js';
import {
  bagsOf,
  decideReferral,
  decideReferralApproval,
  decideReferralRefusal,
  decideReferralWithdrawal,
  payloadOf,
  referralPayload,
} from './decide-referral.js';
import { REFERRAL_RULES, REFERRAL_SECTIONS, referralRuleFor, referralRuleKey } from './referral-rule.js';

const NORTH: Authority = { id: 'northern-office', name: 'North', kind: 'TENANT', jurisdictions: ['NO'] };
const proposal = { referral: 'r-1', to: NORTH, sections: ['FLAGS'] as const, reason: 'Theirs', legalBasis: 'Memorandum' };
const sealed = { hash: 'h' };
const approval = { referral: 'r-1', payload: { sections: { FLAGS: [] } }, sealed };

const proposed = (): DecidedCase => {
  const one = investigated();
  expect(one.take(reviewer('pia'), decideReferral, proposal)).toBeUndefined();
  return one;
};
const statusOf = ({ state }: DecidedCase) => state.referrals.referrals.get('r-1')?.status;

describe('the rules of referrals', () => {
  it('are versions that are never written over, and answer no more than they refer', () => {
    expect(new Set(REFERRAL_RULES.map(referralRuleKey)).size).toBe(REFERRAL_RULES.length);
    for (const { sections, answers } of REFERRAL_RULES) {
      expect(answers.filter((section) => !sections.includes(section))).toEqual([]);
      expect(answers).not.toContain('IDENTITY');
    }
  });

  it('let no pseudonym leave the installation, whatever the authority and the matter', () => {
    for (const matter of MATTERS)
      for (const jurisdictions of [[], ['EU'], ['US', 'EU'], ['NO']])
        expect(referralRuleFor({ kind: 'INSTALLATION', jurisdictions }, matter)?.sections ?? []).not.toContain('SUBJECT_PSEUDONYM');
  });

  it('let nothing go where none fits', () => {
    expect(referralRuleFor({ kind: 'INSTALLATION', jurisdictions: ['US'] }, 'IDENTITY')).toBeUndefined();
    expect(referralRuleFor({ kind: 'TENANT', jurisdictions: [] }, 'OTHER', [])).toBeUndefined();
    expect(AUTHORITY_KINDS).toHaveLength(2);
  });
});

describe('a referral', () => {
  it('takes two persons, whose roles stay as they are meanwhile', () => {
    const one = proposed();
    expect(one.take(lead('pia'), decideReferralApproval, approval)).toBe('SAME_PERSON');
    one.people = { ...one.people, analysts: new Set(['lou']) };
    expect(one.take(lead('lou'), decideReferralApproval, approval)).toBe('OWN_ANALYST');
    one.people = { ...one.people, analysts: new Set(), changes: [{ person: 'pia', at: one.now + 1, role: 'regulator-lead' }] };
    one.now += 2;
    expect(one.take(lead('lou'), decideReferralApproval, approval)).toBe('PROPOSAL_VOID');
    expect(one.take({ ...lead('bot'), human: false }, decideReferralApproval, approval)).toBe('PERSON_REQUIRED');
    expect(statusOf(one)).toBe('proposed');
    // One that is void can still be put aside.
    expect(one.take(lead('lou'), decideReferralRefusal, { referral: 'r-1', reason: 'Void' })).toBeUndefined();
    expect(statusOf(one)).toBe('refused');
  });

  it('runs the time to answer from when it goes until it is answered, and hears each word once', () => {
    const one = proposed();
    expect(one.state.clocks.has('REFERRAL_ANSWER:r-1')).toBe(false);
    expect(one.take(lead('lou'), decideReferralApproval, approval)).toBeUndefined();
    expect(one.state.clocks.get('REFERRAL_ANSWER:r-1')?.status).toBe('running');
    const heard = () => one.events.filter(({ type }) => type.endsWith('-taken')).length;
    for (let times = 0; times < 2; times++) {
      one.take(reviewer('pia'), decideReceiptTaken, { referral: 'r-1', receivedAt: 5 });
      expect(heard()).toBe(1);
    }
    one.pass(40);
    expect(one.state.clocks.get('REFERRAL_ANSWER:r-1')?.status).toBe('breached');
    for (let times = 0; times < 2; times++) {
      one.take(reviewer('pia'), decideAnswerTaken, { referral: 'r-1', outcome: 'TAKEN_UP', words: 'Ours', answeredAt: 6 });
      expect(heard()).toBe(2);
    }
    // It was given in time and carried here late: the other authority did not fail.
    expect(one.state.clocks.get('REFERRAL_ANSWER:r-1')).toMatchObject({ status: 'met', endedAt: 6, breachedAt: undefined });
    expect(one.take(lead('lou'), decideReferralWithdrawal, { referral: 'r-1', reason: 'No' })).toBe('REFERRAL_SETTLED');
  });

  it('hears nothing before it went', () => {
    const one = proposed();
    expect(one.take(reviewer('pia'), decideReceiptTaken, { referral: 'r-1', receivedAt: 5 })).toBe('REFERRAL_SETTLED');
    expect(one.take(reviewer('pia'), decideAnswerTaken, { referral: 'r-1', outcome: 'DECLINED', words: 'x', answeredAt: 6 })).toBe(
      'REFERRAL_SETTLED',
    );
    one.take(lead('lou'), decideReferralWithdrawal, { referral: 'r-1', reason: 'No' });
    expect(one.take(reviewer('pia'), decideAnswerTaken, { referral: 'r-1', outcome: 'DECLINED', words: 'x', answeredAt: 6 })).toBe(
      'REFERRAL_SETTLED',
    );
  });

  it('carries what its rule says when it goes, and its reason never', () => {
    const one = proposed();
    const payload = referralPayload(one.state, one.state.referrals.referrals.get('r-1')!, { salt: 's', now: one.now });
    expect(payload).toMatchObject({ from: 'home', to: 'northern-office', rule: 'referral-tenant@1', sections: { FLAGS: [] } });
    expect(JSON.stringify(payload)).not.toContain('Theirs');
  });
});

describe('what went', () => {
  it('is whole again from its two bags, and gone with the one that held identities', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...REFERRAL_SECTIONS), fc.jsonValue()), (sections) => {
        const payload = { format: 'x', sections };
        const { record, personal } = bagsOf(payload as never);
        expect(JSON.stringify(record)).not.toContain('IDENTITY');
        const kept = { payload: record.payload, identity: personal?.identity, sections: Object.keys(sections) as never };
        expect(payloadOf(kept)).toEqual(payload);
        if ('IDENTITY' in sections) expect(payloadOf({ ...kept, identity: undefined })).toBeUndefined();
      }),
    );
  });
});
