import { type Caller, SCOPES, type Scope, type TokenRefusal, TokenVerifier } from '@tidemark/access';

/** A verifier that knows the tokens it has made, for tests of what callers may do rather than of tokens. */
export class TestTokens extends TokenVerifier {
  private readonly callers = new Map<string, Caller>();

  /** A provider's token, with all scopes that providers get unless told otherwise. */
  provider(provider: string, scopes: readonly Scope[] = ['usage:write', 'usage:read', 'facility:write']): string {
    return this.of({ subject: `${provider}-client`, provider, role: 'provider', scopes: new Set(scopes) });
  }

  operator(scopes: readonly Scope[] = SCOPES): string {
    return this.of({ subject: 'operator', provider: undefined, role: 'operator', scopes: new Set(scopes) });
  }

  oversight(scopes: readonly Scope[] = ['usage:read', 'oversight:read']): string {
    return this.of({ subject: 'regulator', provider: undefined, role: 'oversight', scopes: new Set(scopes) });
  }

  of(caller: Caller): string {
    const token = `test-token-${this.callers.size + 1}`;
    this.callers.set(token, caller);
    return token;
  }

  async verify(token: string): Promise<{ caller: Caller } | { refused: TokenRefusal }> {
    const caller = this.callers.get(token);
    return caller ? { caller } : { refused: { code: 'TOKEN_INVALID', detail: 'No test made this token.' } };
  }
}
