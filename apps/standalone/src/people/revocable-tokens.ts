import { type Caller, type TokenRefusal, TokenVerifier } from '@tidemark/access';
import { decodeJwt } from 'jose';

/** Asked again after so long: what a session that was ended, or a person who was disabled, can still do. */
export const REVOCATION_MS = 2000;
const REMEMBERED_MAX = 10_000;

/**
 * Takes a person's token only as long as its session is open and the person active. Where tokens are checked by their signature alone
 * (apps in processes of their own), they end by themselves within five minutes.
 */
export class RevocableTokens extends TokenVerifier {
  private readonly remembered = new Map<string, { good: boolean; untilMs: number }>();

  constructor(
    private readonly tokens: TokenVerifier,
    private readonly sessions: { isGood(session: string): Promise<boolean> },
    private readonly now: () => number = Date.now,
  ) {
    super();
  }

  async verify(token: string): Promise<{ caller: Caller } | { refused: TokenRefusal }> {
    const result = await this.tokens.verify(token);
    if ('refused' in result || result.caller.person === undefined) return result;
    const { sid } = decodeJwt(token);
    if (typeof sid === 'string' && (await this.isGood(sid))) return result;
    return { refused: { code: 'TOKEN_REVOKED', detail: 'The session has ended: sign in again.' } };
  }

  private async isGood(session: string): Promise<boolean> {
    const known = this.remembered.get(session);
    if (known && this.now() < known.untilMs) return known.good;
    const good = await this.sessions.isGood(session);
    if (this.remembered.size >= REMEMBERED_MAX) this.remembered.delete(this.remembered.keys().next().value as string);
    this.remembered.set(session, { good, untilMs: this.now() + REVOCATION_MS });
    return good;
  }
}
