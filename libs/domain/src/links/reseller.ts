/**
 * Accounts that sell on. A reseller's account is linked to the reseller as any account is to its customer; the accounts of its own
 * customers at the same provider are its sub-accounts, each linked to whom it belongs once that is known. Use by an end customer whom nobody
 * named counts, and stays visible as opaque: it is never silently the reseller's own, and never nobody's.
 */
import { type AccountHistory, linkAt } from './account-history.js';
import type { AccountLink } from './account-link.js';

/** What is declared of an account. The latest known replaces the earlier ones whole. */
export interface ResellerDeclaration {
  readonly account: string;
  readonly fromMs: number;
  /** Exclusive; equal to fromMs: it never was a reseller's. */
  readonly toMs?: number;
  readonly subAccounts: readonly string[];
  /** Use under the account itself is by end customers, unnamed. False: it is the reseller's own. */
  readonly opaque: boolean;
  readonly knownAtMs: number;
}

export type ResellerRefusal =
  | { code: 'RESELLER_INTERVAL_EMPTY' }
  | { code: 'SUB_ACCOUNT_IS_RESELLER_ITSELF'; account: string }
  /** Another reseller of the same provider has it at some instant of the declared time. */
  | { code: 'SUB_ACCOUNT_TAKEN'; account: string; reseller: string }
  | { code: 'SUB_ACCOUNTS_IN_A_CIRCLE'; account: string };

/**
 * Why the declaration is not taken, or undefined. `standing` are the latest declarations of the provider's other accounts. An account has
 * one reseller at an instant, and resellers of resellers form no circle: otherwise nobody could say whose end customer it is.
 */
export function resellerRefusal(declared: ResellerDeclaration, standing: readonly ResellerDeclaration[]): ResellerRefusal | undefined {
  if (declared.toMs !== undefined && declared.toMs < declared.fromMs) return { code: 'RESELLER_INTERVAL_EMPTY' };
  const others = standing.filter((other) => other.account !== declared.account && meet(other, declared));
  for (const account of declared.subAccounts) {
    if (account === declared.account) return { code: 'SUB_ACCOUNT_IS_RESELLER_ITSELF', account };
    const taken = others.find((other) => other.subAccounts.includes(account));
    if (taken) return { code: 'SUB_ACCOUNT_TAKEN', account, reseller: taken.account };
    if (below(account, others).has(declared.account)) return { code: 'SUB_ACCOUNTS_IN_A_CIRCLE', account };
  }
  return undefined;
}

const end = ({ toMs }: ResellerDeclaration): number => toMs ?? Number.POSITIVE_INFINITY;
const meet = (a: ResellerDeclaration, b: ResellerDeclaration): boolean => Math.max(a.fromMs, b.fromMs) < Math.min(end(a), end(b));

/** All accounts that are sold on through this one, to any depth. */
function below(account: string, declarations: readonly ResellerDeclaration[]): Set<string> {
  const found = new Set<string>();
  const open = [account];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const declaration of declarations)
      if (declaration.account === next)
        for (const sub of declaration.subAccounts)
          if (!found.has(sub)) {
            found.add(sub);
            open.push(sub);
          }
  return found;
}

export interface UseAttribution {
  /** Whose use it is, by link. */
  readonly link?: AccountLink;
  /** The reseller's account that the use is sold through. */
  readonly reseller?: string;
  /** Somebody whom nobody named. With a link: the link says who sold it. */
  readonly opaque: boolean;
}

/** Whose use of an account is at an instant, as known at a time: what the declarations of its provider and its own links say. */
export function attributionAt(
  account: string,
  history: AccountHistory,
  declarations: readonly ResellerDeclaration[],
  asOfMs: number,
  knownAtMs = Number.POSITIVE_INFINITY,
): UseAttribution {
  const standing = latestOfEach(declarations.filter((one) => one.knownAtMs <= knownAtMs)).filter(
    (one) => one.fromMs <= asOfMs && asOfMs < end(one),
  );
  const own = standing.find((one) => one.account === account);
  const above = standing.find((one) => one.subAccounts.includes(account));
  const link = linkAt(history, asOfMs, knownAtMs);
  const reseller = above?.account ?? own?.account;
  return {
    ...(link ? { link } : {}),
    ...(reseller === undefined ? {} : { reseller }),
    opaque: own?.opaque === true || (above !== undefined && !link),
  };
}

/** Declarations come in the order in which they became known. */
function latestOfEach(declarations: readonly ResellerDeclaration[]): ResellerDeclaration[] {
  return [...new Map(declarations.map((one) => [one.account, one])).values()];
}
