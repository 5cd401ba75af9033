import { type Caller, type PersonRole, ROLE_SCOPES, SCOPES, type Scope, type TokenRefusal, TokenVerifier } from '@tidemark/access';

/** A verifier that knows the tokens it has made, for tests of what callers may do rather than of tokens. */
export class TestTokens extends TokenVerifier {
  private readonly callers = new Map<string, Caller>();

  /** A provider's token, with all scopes that providers get unless told otherwise. */
  provider(provider: string, scopes: readonly Scope[] = ROLE_SCOPES.provider): string {
    return this.of({ subject: `${provider}-client`, provider, role: 'provider', scopes: new Set(scopes) });
  }

  operator(scopes: readonly Scope[] = SCOPES): string {
    return this.of({ subject: 'operator', provider: undefined, role: 'operator', scopes: new Set(scopes) });
  }

  oversight(scopes: readonly Scope[] = ROLE_SCOPES.oversight): string {
    return this.of({ subject: 'regulator', provider: undefined, role: 'oversight', scopes: new Set(scopes) });
  }

  /**
   * A person's token: `person('compliance-analyst', 'alpha', 'ana')`, or with undefined in place of the provider one of the scheme's.
   * The name is the person: two tokens of one name are one human being.
   */
  person(role: PersonRole, provider?: string, name: string = role, scopes: readonly Scope[] = ROLE_SCOPES[role]): string {
    return this.of({ subject: name, person: name, provider, role, scopes: new Set(scopes) });
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
