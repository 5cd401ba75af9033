import { compareSignals } from '@tidemark/domain';
import { BlindIndex } from '@tidemark/sealing';
import { comparable, marksOf, type OpenSignals } from './signal-marks.js';

const index = new BlindIndex(Buffer.alloc(32, 1));
const NOTHING: OpenSignals = { names: [], paymentTokens: [], emailDomains: [], keyFingerprints: [], administrationIps: [] };
const signals = (more: Partial<OpenSignals>, provider = 'north') =>
  comparable(marksOf(index, provider, { ...NOTHING, ...more }), undefined);
const compare = (left: Partial<OpenSignals>, right: Partial<OpenSignals>) => compareSignals(signals(left), signals(right));

describe('signals as marks', () => {
  it('agree as what they stand for agrees, spelling aside', () => {
    expect(compare({ names: ['Škoda-Výpočty, s.r.o.'] }, { names: ['skoda VYPOCTY S.R.O.'] })).toEqual({ NAME: 'ALL_WORDS' });
    expect(compare({ names: ['Fjordlys AS'] }, { names: ['Fjordlys GmbH'] })).toEqual({ NAME: 'ALL_WORDS' });
    expect(compare({ names: ['Nordlys AS'] }, { names: ['Fjordlys AS'] })).toEqual({ NAME: 'FEW_WORDS' });
    expect(compare({ emailDomains: ['Acme.Example.com.'] }, { emailDomains: ['acme.example.com'] })).toEqual({ EMAIL_DOMAIN: 'SAME' });
    expect(compare({ emailDomains: ['GMAIL.com'] }, { emailDomains: ['gmail.com'] })).toEqual({ EMAIL_DOMAIN: 'SAME_PUBLIC_SERVICE' });
  });

  it.each([
    ['192.0.2.1', '192.0.2.1', 'SAME'],
    ['192.0.2.1', '192.0.2.9', 'SAME_NETWORK'],
    ['192.0.2.1', '192.0.3.1', 'DIFFERENT'],
    ['2001:db8:5::1', '2001:0db8:0005:9::7', 'SAME_NETWORK'],
    ['2001:db8:5::1', '2001:db8:6::1', 'DIFFERENT'],
    ['2001:db8::1', '2001:db8:0:1::1', 'SAME_NETWORK'],
  ])('of %s and %s: %s', (left, right, level) =>
    expect(compare({ administrationIps: [left] }, { administrationIps: [right] })).toEqual({ ADMINISTRATION_IP: level }),
  );

  it('of two providers are never equal, nor those of two kinds', () => {
    const all = ['north', 'south'].flatMap((provider) => marksOf(index, provider, { ...NOTHING, names: ['x'], paymentTokens: ['x'] }));
    expect(new Set(all.map(({ mark }) => mark.toString('hex'))).size).toBe(4);
  });
});
