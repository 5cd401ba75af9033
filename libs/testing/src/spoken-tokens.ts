import { type Caller, Clock, SCOPES, type TokenRefusal, TokenVerifier } from '@tidemark/access';

/**
 * Tokens of the test say who speaks: `subject:role:provider`, `ana:compliance-analyst:north`; without a provider the scheme's. A fourth part
 * names the person, for one who has several accounts; a fifth the authority of a regulator.
 */
export class SpokenTokens extends TokenVerifier {
  async verify(token: string): Promise<{ caller: Caller } | { refused: TokenRefusal }> {
    const [subject, role, provider, person, authority] = token.split(':');
    if (!subject || !role) return { refused: { code: 'TOKEN_INVALID', detail: 'not a token of the test' } };
    return {
      caller: {
        subject,
        role: role as Caller['role'],
        provider: provider || undefined,
        person: person || undefined,
        ...(authority ? { authority } : {}),
        scopes: new Set(SCOPES),
      },
    };
  }
}

/** A clock that moves when it is told to. */
export class TestClock extends Clock {
  nowMs = Date.UTC(2026, 0, 1);
  now(): number {
    return this.nowMs;
  }
}
