import { LINK_EVIDENCE_KINDS, LINK_STRENGTHS } from './account-link.js';
import { judgeEvidence } from './evidence-strength.js';

describe('what a link rests on', () => {
  it('is one step stronger when a person or a signature stands behind it', () => {
    const strength = (confirmation: 'UNCONFIRMED' | 'STATEMENT') => judgeEvidence({ kind: 'DECLARED', confirmation });
    expect(strength('UNCONFIRMED')).toEqual({ kind: 'DECLARED', strength: 'WEAK', confirmation: 'UNCONFIRMED' });
    expect(strength('STATEMENT')).toEqual({ kind: 'DECLARED', strength: 'FAIR', confirmation: 'STATEMENT' });
  });

  it('is what was said, within what may be said', () => {
    expect(judgeEvidence({ kind: 'KEY', strength: 'WEAK', confirmation: 'PERSON' })).toMatchObject({ strength: 'WEAK' });
    expect(judgeEvidence({ kind: 'KEY', strength: 'STRONG', confirmation: 'UNCONFIRMED' })).toEqual({
      refused: { code: 'STRONG_EVIDENCE_NEEDS_CONFIRMATION' },
    });
    expect(judgeEvidence({ kind: 'ANALYST', confirmation: 'STATEMENT' })).toEqual({ refused: { code: 'ANALYST_EVIDENCE_NEEDS_A_PERSON' } });
  });

  it('always has a strength', () => {
    for (const kind of LINK_EVIDENCE_KINDS)
      expect(judgeEvidence({ kind, confirmation: 'PERSON' })).toMatchObject({ strength: expect.stringMatching(LINK_STRENGTHS.join('|')) });
  });
});
