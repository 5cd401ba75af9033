import {
  decideExemption,
  type ExemptionCommand,
  type ExemptionEvent,
  type Exemptions,
  evolveExemptions,
  exemptionStands,
} from './exemption.js';
import { machine } from './given.fixture.js';

const exemption = machine<Exemptions, ExemptionCommand, ExemptionEvent>({ initial: {}, decide: decideExemption, evolve: evolveExemptions });
const grant = (more: Partial<ExemptionCommand & { type: 'grant-exemption' }> = {}): ExemptionCommand => ({
  type: 'grant-exemption',
  ...{ id: 'e-1', kind: 'EXEMPTION', subject: 'us-ca-sb53', reason: 'research', toMs: 100, evidence: [], by: 'lea', nowMs: 10 },
  ...more,
});
const granted: ExemptionEvent = {
  type: 'exemption-granted',
  exemption: {
    id: 'e-1',
    kind: 'EXEMPTION',
    subject: 'us-ca-sb53',
    reason: 'research',
    grantedBy: 'lea',
    fromMs: 10,
    toMs: 100,
    evidence: [],
    silences: [],
  },
  by: 'lea',
  atMs: 10,
};
const end = (nowMs: number, id = 'e-1', reason = 'over'): ExemptionCommand => ({ type: 'end-exemption', id, reason, by: 'ana', nowMs });

describe('an exemption', () => {
  it('is granted until a date, for a reason, and silences nothing', () => {
    exemption([]).when(grant()).then([granted]);
    exemption([])
      .when(grant({ reason: '' }))
      .refused('REASON_MISSING');
    const { toMs: _, ...endless } = grant() as ExemptionCommand & { type: 'grant-exemption' };
    exemption([]).when(endless).refused('EXPIRY_MISSING');
    exemption([])
      .when(grant({ toMs: 10 }))
      .refused('EXPIRY_PASSED');
    exemption([granted]).when(grant()).refused('EXEMPTION_EXISTS');
  });

  it('stands from its grant to its end, exclusive', () => {
    const { 'e-1': one } = exemption([granted]).state;
    expect([9, 10, 99, 100].map((atMs) => exemptionStands(one!, atMs))).toEqual([false, true, true, false]);
  });

  it('is ended once, while it stands', () => {
    const ended = exemption([granted]).when(end(50)).state();
    expect([49, 50].map((atMs) => exemptionStands(ended['e-1']!, atMs))).toEqual([true, false]);
    exemption([granted, { type: 'exemption-ended', id: 'e-1', reason: 'over', by: 'ana', atMs: 50 }])
      .when(end(60))
      .refused('EXEMPTION_ENDED');
    exemption([granted]).when(end(100)).refused('EXEMPTION_ENDED');
    for (const id of ['e-1', 'constructor', '__proto__']) exemption([]).when(end(50, id)).refused('EXEMPTION_UNKNOWN');
    exemption([granted])
      .when(end(50, 'e-1', ''))
      .refused('REASON_MISSING');
  });
});
