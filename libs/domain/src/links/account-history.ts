/**
 * All that was ever said about whose one account is.
 *
 *   link ──▶ holds over [from, to) ──end, at or after its start──▶ holds over [from, at)   (again, only ever earlier)
 *                    └──transfer at an instant──▶ ends there, and the other customer's link takes the rest of its time
 *
 * Ends only shorten, and a new link must find its time free: so at every known time no two links of the account hold at one instant.
 */
import { type AccountLink, endOf, holdsAt, type LinkEndCause, type LinkEvidence, type LinkFact } from './account-link.js';

export interface AccountHistory {
  readonly links: readonly AccountLink[];
}

export const NO_HISTORY: AccountHistory = { links: [] };

export type LinkCommand =
  | { type: 'link'; link: string; customer: string; fromMs: number; toMs?: number | undefined; evidence: LinkEvidence; nowMs: number }
  | { type: 'end'; link: string; atMs: number; cause: Exclude<LinkEndCause, 'TRANSFERRED'>; nowMs: number }
  | { type: 'transfer'; link: string; from: string; to: string; atMs: number; evidence: LinkEvidence; nowMs: number };

export type LinkRefusal =
  | { code: 'LINK_INTERVAL_EMPTY' }
  /** `link` is what stands in the way: of the same account, hence of the same provider. */
  | { code: 'ACCOUNT_ALREADY_LINKED'; link: AccountLink }
  | { code: 'LINK_UNKNOWN' }
  | { code: 'LINK_ENDS_BEFORE_IT_STARTS'; link: AccountLink }
  /** The link does not hold at that instant any more. */
  | { code: 'LINK_ALREADY_ENDED'; link: AccountLink }
  | { code: 'ACCOUNT_NOT_LINKED_TO_CUSTOMER' }
  | { code: 'TRANSFER_TO_ITSELF' };

export type LinkDecision = { facts: LinkFact[] } | { refused: LinkRefusal };

export function decideLink(history: AccountHistory, command: LinkCommand): LinkDecision {
  switch (command.type) {
    case 'link':
      return decideNew(history, command);
    case 'end':
      return decideEnd(history, command);
    case 'transfer':
      return decideTransfer(history, command);
    default:
      return command satisfies never;
  }
}

function decideNew(history: AccountHistory, command: LinkCommand & { type: 'link' }): LinkDecision {
  const { link, customer, fromMs, toMs, evidence, nowMs } = command;
  if (toMs !== undefined && toMs <= fromMs) return { refused: { code: 'LINK_INTERVAL_EMPTY' } };
  const standing = history.links.find((other) => fromMs < endOf(other) && other.fromMs < (toMs ?? Number.POSITIVE_INFINITY) && held(other));
  if (standing) return { refused: { code: 'ACCOUNT_ALREADY_LINKED', link: standing } };
  const end = toMs === undefined ? {} : { toMs };
  return { facts: [{ type: 'linked', link, customer, fromMs, ...end, evidence, knownAtMs: nowMs }] };
}

/** A link that was ended at its own start stands in nobody's way. */
const held = (link: AccountLink): boolean => endOf(link) > link.fromMs;

function decideEnd(history: AccountHistory, { link: id, atMs, cause, nowMs }: LinkCommand & { type: 'end' }): LinkDecision {
  const link = history.links.find((one) => one.link === id);
  if (!link) return { refused: { code: 'LINK_UNKNOWN' } };
  if (atMs < link.fromMs) return { refused: { code: 'LINK_ENDS_BEFORE_IT_STARTS', link } };
  if (atMs >= endOf(link)) return { refused: { code: 'LINK_ALREADY_ENDED', link } };
  return { facts: [{ type: 'unlinked', link: id, atMs, cause, knownAtMs: nowMs }] };
}

function decideTransfer(history: AccountHistory, command: LinkCommand & { type: 'transfer' }): LinkDecision {
  const { link, from, to, atMs, evidence, nowMs } = command;
  if (from === to) return { refused: { code: 'TRANSFER_TO_ITSELF' } };
  const old = history.links.find((one) => one.customer === from && holdsAt(one, atMs));
  if (!old) return { refused: { code: 'ACCOUNT_NOT_LINKED_TO_CUSTOMER' } };
  const end = endOf(old);
  const rest = end === Number.POSITIVE_INFINITY ? {} : { toMs: end };
  return {
    facts: [
      { type: 'unlinked', link: old.link, atMs, cause: 'TRANSFERRED', knownAtMs: nowMs },
      { type: 'linked', link, customer: to, fromMs: atMs, ...rest, evidence, knownAtMs: nowMs },
    ],
  };
}

/** Facts come in the order in which they became known. Throws on an end without its link, which no decision makes. */
export function evolveLinks(history: AccountHistory, fact: LinkFact): AccountHistory {
  if (fact.type === 'linked') {
    const { type: _, ...link } = fact;
    return { links: history.links.concat({ ...link, ends: [] }) };
  }
  if (!history.links.some(({ link }) => link === fact.link)) throw new Error(`link ${fact.link} ended that was never stated`);
  return { links: history.links.map((link) => (link.link === fact.link ? { ...link, ends: [...link.ends, fact] } : link)) };
}

/** Whose the account was at `asOfMs`, as known at `knownAtMs`. */
export function linkAt(history: AccountHistory, asOfMs: number, knownAtMs?: number): AccountLink | undefined {
  return history.links.find((link) => holdsAt(link, asOfMs, knownAtMs));
}
