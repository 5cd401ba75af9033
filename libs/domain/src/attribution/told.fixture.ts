/** Facts in few words: times of one day as "10:30", known times 1, 2, 3, ... in the order in which they are told. */
import type { ControlKind } from '../control/control-edge.js';
import { readShare } from '../control/share.js';
import { Attribution, type AttributionOptions } from './attribution.js';
import type { IdentityStatement } from './identity-fact.js';
import { EVIDENCE } from './identity-history.fixture.js';

export function time(text: string): number {
  const [hours, minutes] = text.split(':') as [string, string];
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const until = (to: string | undefined) => (to === undefined ? {} : { toMs: time(to) });

export const linked = (link: string, account: string, customer: string, from: string, to?: string): IdentityStatement => ({
  ...{ type: 'linked', link, provider: 'p', account, customer },
  fromMs: time(from),
  ...until(to),
  evidence: EVIDENCE,
});

export const unlinked = (link: string, account: string, customer: string, at: string): IdentityStatement => ({
  ...{ type: 'unlinked', link, provider: 'p', account, customer, cause: 'MISTAKEN' },
  atMs: time(at),
});

export const resolved = (customer: string, party: string): IdentityStatement => ({ type: 'resolved', customer, provider: 'p', party });

/** "a 60% b", "a 1/2 b", "a BOARD b", "a 51%v b" for votes. */
export function holds(edge: string, text: string, from: string, to?: string): IdentityStatement {
  const [owner, what, owned] = text.split(' ') as [string, string, string];
  const base = { type: 'controlStated' as const, edge, provider: 'p', owner, owned, fromMs: time(from), ...until(to) };
  const reading = readShare(what.replace('v', ''));
  if (!('share' in reading)) return { ...base, kind: what as ControlKind };
  return { ...base, kind: what.endsWith('v') ? 'VOTES' : 'SHARES', share: reading.share };
}

export const holdsNoMore = (edge: string, at: string): IdentityStatement => ({ type: 'controlEnded', edge, atMs: time(at) });

export const stands = (
  customer: string,
  from: string,
  more: Partial<IdentityStatement & { type: 'standing' }> = {},
): IdentityStatement => ({
  ...{ type: 'standing', customer, provider: 'p', related: false, level: 'BASIC', status: 'ACTIVE' },
  fromMs: time(from),
  ...more,
});

export function tell(attribution: Attribution, ...statements: IdentityStatement[]): Attribution {
  for (const statement of statements)
    attribution.take({ sequence: attribution.sequence + 1, knownAtMs: attribution.sequence + 1, ...statement });
  return attribution;
}

export const told = (...statements: IdentityStatement[]): Attribution => tell(new Attribution(), ...statements);

export const toldBy = (options: AttributionOptions, ...statements: IdentityStatement[]): Attribution =>
  tell(new Attribution(options), ...statements);

type Askable = Parameters<Attribution['spansOf']>[0];

export const customer = (id: string) => ({ kind: 'customer', id }) as const;
export const party = (id: string) => ({ kind: 'party', id }) as const;
export const group = (id: string) => ({ kind: 'group', id, controlRule: 'control' }) as const;

/** "x 11-", "x 11-13 y 12-": accounts and hours. */
export const hoursOf = (attribution: Attribution, scope: Askable, knownAtMs?: number): string =>
  attribution
    .spansOf(scope, knownAtMs)
    .map(({ account, fromHour, toHour }) => `${account} ${openEnd(fromHour)}-${openEnd(toHour)}`)
    .join(' ');

const openEnd = (hour: number): string => (Number.isFinite(hour) ? `${hour}` : '');
