import { Injectable } from '@nestjs/common';
import { tokenIn } from './authorize.js';
import type { Caller } from './caller.js';
import { ProblemException } from './problem.js';
import { TOKEN_PROBLEMS, type TokenRefusal, TokenVerifier } from './token-verifier.js';

/** Lets callers in, or throws the problem. The same for every door. */
@Injectable()
export class Authenticator {
  constructor(private readonly tokens: TokenVerifier) {}

  /** `header`: "Bearer ..." as it came. What the caller may do is asked of the table of permissions. */
  async authenticate(header: string | undefined): Promise<Caller> {
    const token = tokenIn(header);
    if (token === undefined)
      throw refused({ code: 'TOKEN_MISSING', detail: 'Send a token of the token endpoint as "Authorization: Bearer ...".' });
    const result = await this.tokens.verify(token);
    if ('refused' in result) throw refused(result.refused);
    return result.caller;
  }
}

/** RFC 6750: what the challenge must name. */
function refused(refusal: TokenRefusal): ProblemException {
  const row = TOKEN_PROBLEMS[refusal.code];
  const error = refusal.code === 'TOKEN_MISSING' ? '' : ', error="invalid_token"';
  return new ProblemException(row, { ...refusal }, row.status === 401 ? { 'WWW-Authenticate': `Bearer realm="tidemark"${error}` } : {});
}
