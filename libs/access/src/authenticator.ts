import { Injectable } from '@nestjs/common';
import type { Caller, Scope } from './caller.js';
import { ProblemException } from './problem.js';
import { TOKEN_PROBLEMS, type TokenRefusal, TokenVerifier } from './token-verifier.js';

/** Lets callers in, or throws the problem. The same for every door. */
@Injectable()
export class Authenticator {
  constructor(private readonly tokens: TokenVerifier) {}

  /** `header`: "Bearer ..." as it came. Without `scopes` any valid token will do, else one that has any of them. */
  async authenticate(header: string | undefined, scopes: readonly Scope[]): Promise<Caller> {
    const token = /^Bearer +([^\s]+)$/i.exec(header ?? '')?.[1];
    if (token === undefined)
      throw refused({ code: 'TOKEN_MISSING', detail: 'Send a token of the token endpoint as "Authorization: Bearer ...".' });
    const result = await this.tokens.verify(token);
    if ('refused' in result) throw refused(result.refused);
    if (scopes.length > 0 && !scopes.some((scope) => result.caller.scopes.has(scope))) throw missingScope(scopes);
    return result.caller;
  }
}

/** RFC 6750: what the challenge must name. */
function refused(refusal: TokenRefusal): ProblemException {
  const row = TOKEN_PROBLEMS[refusal.code];
  const error = refusal.code === 'TOKEN_MISSING' ? '' : ', error="invalid_token"';
  return new ProblemException(row, { ...refusal }, row.status === 401 ? { 'WWW-Authenticate': `Bearer realm="tidemark"${error}` } : {});
}

function missingScope(scopes: readonly Scope[]): ProblemException {
  return new ProblemException(
    { status: 403, title: 'The token does not allow this' },
    { code: 'MISSING_SCOPE', detail: `One of these scopes is needed: ${scopes.join(', ')}.`, scopes },
    { 'WWW-Authenticate': `Bearer realm="tidemark", error="insufficient_scope", scope="${scopes.join(' ')}"` },
  );
}
