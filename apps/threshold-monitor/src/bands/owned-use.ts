import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Caller } from '@tidemark/access';
import type { Attribution, Scope } from '@tidemark/domain';
import { type Answer, refuse } from '../ask/refusal.js';
import type { OwnedSpan } from '../totals/owned-hours.js';
import type { OwnedUse } from './bands.port.js';

export const BAND_SCOPES = ['account', 'customer', 'party', 'group'] as const;
export type BandScopeKind = (typeof BAND_SCOPES)[number];
export type OwnerKind = Exclude<BandScopeKind, 'account'>;

/** A statement's worth of spans: some seconds of the database's work, and some tens of megabytes. */
const SPANS_MAX = 2_000_000;
/** So many people are looked at before others have their turn. */
const PAUSE_EVERY = 500;

/** Which hours of which accounts are whose, for everybody of a kind that the caller may see. */
export async function ownedUse(caller: Pick<Caller, 'provider'>, attribution: Attribution, kind: OwnerKind): Promise<Answer<OwnedUse>> {
  const scopes = scopesOf(caller, attribution, kind);
  const spans: OwnedSpan[] = [];
  for (const [owner, scope] of scopes.entries()) {
    if (owner % PAUSE_EVERY === PAUSE_EVERY - 1) await othersFirst();
    for (const span of attribution.spansOf(scope)) spans.push({ ...span, owner });
    if (spans.length > SPANS_MAX) return refuse('BANDS_TOO_LARGE', `More than ${SPANS_MAX} links of accounts count towards a ${kind}.`);
  }
  return { answer: { spans, ids: scopes.map(({ id }) => id) } };
}

function scopesOf({ provider }: Pick<Caller, 'provider'>, attribution: Attribution, kind: OwnerKind): Scope[] {
  switch (kind) {
    case 'customer': {
      const customers = attribution.customers();
      return customers.filter((id) => provider === undefined || attribution.providerOf(id) === provider).map((id) => ({ kind, id }));
    }
    case 'party':
      return attribution.parties().map((id) => ({ kind, id }));
    case 'group':
      return attribution.controllers('control').map((id) => ({ kind, id, controlRule: 'control' }));
    default:
      return kind satisfies never;
  }
}
