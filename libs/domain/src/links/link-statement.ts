/** A provider's own statement that an account is a customer's: what it signs with the Ed25519 key that one of its people registered. */
export interface LinkStatement {
  readonly provider: string;
  readonly account: string;
  readonly customer: string;
  readonly fromMs: number;
  readonly toMs?: number | undefined;
  /** When it was stated, in ms. */
  readonly statedAtMs: number;
}

/**
 * The text that is signed: canonical JSON (RFC 8785: names sorted, no space, shortest forms), so that both sides write the same bytes. A
 * statement without an end has no `toMs`.
 */
export function linkStatementText({ provider, account, customer, fromMs, toMs, statedAtMs }: LinkStatement): string {
  const end = toMs === undefined ? {} : { toMs };
  return JSON.stringify({ account, customer, fromMs, provider, statedAtMs, ...end, type: 'tidemark.link.v1' });
}
