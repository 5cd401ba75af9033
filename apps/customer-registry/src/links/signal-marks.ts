import type { CustomerProfile, LinkSignals } from '@tidemark/domain';
import { BlindIndex } from '@tidemark/sealing';

/** What bears on whose an account is, as it was given. */
export interface OpenSignals {
  names: readonly string[];
  paymentTokens: readonly string[];
  emailDomains: readonly string[];
  keyFingerprints: readonly string[];
  administrationIps: readonly string[];
}

export type SignalKind = 'PAYMENT_TOKEN' | 'EMAIL_DOMAIN' | 'PUBLIC_EMAIL_DOMAIN' | 'KEY_FINGERPRINT' | 'NAME_WORD' | 'IP' | 'NETWORK';

export interface SignalMark {
  kind: SignalKind;
  place: number;
  mark: Buffer;
}

/** Mail services that anybody may use: an address there says little about who somebody is. */
const PUBLIC_MAIL = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com proton.me protonmail.com gmx.net gmx.de web.de mail.ru yandex.ru qq.com 163.com 126.com aol.com'.split(
    ' ',
  ),
);
/** Words that say what kind of company it is, not which. */
const FORM_WORDS = new Set(
  'as asa ab ag gmbh kg se sa sas sarl srl spa bv nv oy inc llc ltd limited plc co corp company the and und et of pte pty'.split(' '),
);

const HOLDINGS_MAX = 100;

/** Signals as marks: keyed hashes, of which equal ones can be found and nothing can be read. */
export function marksOf(index: BlindIndex, provider: string, signals: OpenSignals): SignalMark[] {
  // By provider: equal marks of two providers would tell one about the other's customers.
  const mark = (kind: SignalKind, value: string, place = 0): SignalMark => ({
    kind,
    place,
    mark: index.of(`link ${kind}`, `${provider}\0${value}`),
  });
  return [
    ...signals.paymentTokens.map((token) => mark('PAYMENT_TOKEN', token)),
    ...signals.emailDomains
      .map(plainDomain)
      .map((domain) => mark(PUBLIC_MAIL.has(domain) ? 'PUBLIC_EMAIL_DOMAIN' : 'EMAIL_DOMAIN', domain)),
    ...signals.keyFingerprints.map((fingerprint) => mark('KEY_FINGERPRINT', fingerprint)),
    ...signals.names.flatMap((name, place) => wordsOf(name).map((word) => mark('NAME_WORD', word, place))),
    ...signals.administrationIps.flatMap((ip, place) => [mark('IP', ip.toLowerCase(), place), mark('NETWORK', networkOf(ip), place)]),
  ];
}

/** The signals that a customer's record itself holds. Keys and tokens of accounts that are its already come beside them. */
export function signalsOfProfile(profile: CustomerProfile): OpenSignals {
  return {
    names: profile.names.map(({ value }) => value.text),
    paymentTokens: profile.payments.map(({ value }) => value.token),
    emailDomains: profile.contacts.flatMap(({ value }) =>
      value.kind === 'EMAIL' ? [value.value.slice(value.value.lastIndexOf('@') + 1)] : [],
    ),
    keyFingerprints: [],
    administrationIps: [...new Set(profile.administration.map(({ value }) => value.ip))].slice(-HOLDINGS_MAX),
  };
}

/** Marks, as the pure comparison takes signals: what is equal is equal, whatever it stood for. */
export function comparable(marks: readonly SignalMark[], registeredAtMs: number | undefined): LinkSignals {
  const of = (kind: SignalKind) => marks.filter((one) => one.kind === kind);
  const values = (kind: SignalKind) => of(kind).map(({ mark }) => mark.toString('base64'));
  const names = Map.groupBy(of('NAME_WORD'), ({ place }) => place);
  const networks = new Map(of('NETWORK').map(({ place, mark }) => [place, mark.toString('base64')]));
  return {
    paymentTokens: values('PAYMENT_TOKEN'),
    keyFingerprints: values('KEY_FINGERPRINT'),
    emailDomains: [
      ...values('EMAIL_DOMAIN').map((domain) => ({ domain, publicService: false })),
      ...values('PUBLIC_EMAIL_DOMAIN').map((domain) => ({ domain, publicService: true })),
    ],
    names: [...names.values()].map((words) => words.map(({ mark }) => mark.toString('base64'))),
    administration: of('IP').map(({ place, mark }) => ({ address: mark.toString('base64'), network: networks.get(place) ?? '' })),
    registeredAtMs,
  };
}

const plainDomain = (domain: string): string => domain.trim().toLowerCase().replace(/\.$/, '');

function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const telling = words.filter((word) => !FORM_WORDS.has(word));
  return [...new Set(telling.length > 0 ? telling : words)];
}

/** /24 of version 4, /48 of version 6: what one site usually has. */
function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip.split('.').slice(0, 3).join('.');
  const [head = '', tail] = ip.toLowerCase().split('::') as [string, string | undefined];
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0')]
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
