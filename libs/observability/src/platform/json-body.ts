import { ProblemException } from '@tidemark/access';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';

const BODY_LIMIT_BYTES = 256 * 1024;
/** Deeper than anything that is taken anywhere, and far from where checks that recurse would run out of stack. */
const DEPTH_MAX = 32;

/** A path with everything under it, or a pattern of whole paths. */
export type RawBodyPath = string | RegExp;

/**
 * Parses JSON bodies, except under `rawPaths`: those belong to handlers that read the body themselves, after they know who sends it.
 */
export function jsonBody(rawPaths: readonly RawBodyPath[]): RequestHandler {
  const parse = express.json({ limit: BODY_LIMIT_BYTES, strict: false, type: isJson });
  return (request: Request, response: Response, next: NextFunction) => {
    if (rawPaths.some((path) => isUnder(path, request.path))) return next();
    if (hasBody(request) && !isJson(request)) return next(unsupported());
    parse(request, response, (error?: unknown) => {
      if (error !== undefined) return next(problemOf(error));
      next(faultOf(request.body));
    });
  };
}

const isUnder = (path: RawBodyPath, asked: string): boolean =>
  typeof path === 'string' ? asked === path || asked.startsWith(`${path}/`) : path.test(asked);

const isJson = (request: { headers: { 'content-type'?: string } }) =>
  /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(request.headers['content-type'] ?? '');

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');

/** Why a body that is JSON is not taken all the same. */
function faultOf(body: unknown): ProblemException | undefined {
  // No recursion: a body may be nested deeper than the stack is.
  const waiting = [{ value: body, depth: 0 }];
  while (waiting.length > 0) {
    const { value, depth } = waiting.pop()!;
    if (typeof value === 'string' && !value.isWellFormed()) return notUnicode();
    if (typeof value !== 'object' || value === null) continue;
    if (depth === DEPTH_MAX) return tooDeep();
    for (const [name, member] of Object.entries(value)) {
      if (!name.isWellFormed()) return notUnicode();
      waiting.push({ value: member, depth: depth + 1 });
    }
  }
  return undefined;
}

const tooDeep = () =>
  new ProblemException(
    { status: 400, title: 'The body is nested too deeply' },
    { code: 'JSON_TOO_DEEP', detail: `At most ${DEPTH_MAX} levels are taken here.` },
  );

/** Half of a surrogate pair can be escaped in JSON and is no text: neither PostgreSQL nor protobuf can keep it. */
const notUnicode = () =>
  new ProblemException(
    { status: 400, title: 'The body holds text that is no Unicode' },
    { code: 'MALFORMED_JSON', detail: 'A surrogate stands alone: send whole characters.' },
  );

const unsupported = () =>
  new ProblemException(
    { status: 415, title: 'The body is of a type that is not taken here' },
    { code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'Send application/json.' },
  );

function problemOf(error: unknown): unknown {
  const { type } = error as { type?: string };
  if (type === 'entity.parse.failed')
    return new ProblemException(
      { status: 400, title: 'The body is not JSON' },
      { code: 'MALFORMED_JSON', detail: (error as Error).message },
    );
  if (type === 'entity.too.large')
    return new ProblemException(
      { status: 413, title: 'The body is too large' },
      { code: 'BODY_TOO_LARGE', detail: `At most ${BODY_LIMIT_BYTES} bytes are taken here.` },
    );
  return error;
}
