/** What the platform refuses by itself, before any code of ours runs, and what went wrong in it. Title, HTTP status and what to do. */
export const PLATFORM_PROBLEMS = {
  INVALID_INPUT: { status: 400, title: 'The input is not valid', remedy: 'Mend each field that "errors" lists, and send it again.' },
  MALFORMED_REQUEST: {
    status: 400,
    title: 'The request cannot be read: no JSON, an address that cannot be decoded, an id that is no UUID',
    remedy: 'Mend what "detail" says.',
  },
  FORBIDDEN: { status: 403, title: 'The caller may not do this', remedy: 'See who may do what in permissions.md.' },
  NOT_FOUND: { status: 404, title: 'There is no such address', remedy: 'Compare method and path with /openapi.json.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The address does not take this method', remedy: 'Compare with /openapi.json.' },
  NOT_ACCEPTABLE: { status: 406, title: 'The answer cannot be given in that form', remedy: 'Accept application/json.' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request did not come to its end', remedy: 'Send it again.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is larger than this address takes', remedy: 'Send less at once.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The body is of a kind that is not read here',
    remedy: 'Send application/json, unless the page of the call says otherwise.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The address and headers are longer than 16 KiB together',
    remedy: 'Send less in them: what is long belongs into the body.',
  },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests at once', remedy: 'Wait, and send it again.' },
  REFUSED: {
    status: 400,
    title: 'The request is refused for another reason, of another status below 500',
    remedy: 'Mend what "detail" says.',
  },
  INTERNAL: {
    status: 500,
    title: 'Something went wrong here; nothing was changed that is not shown',
    remedy: 'Send it again with the same Idempotency-Key; tell the operator when it stays.',
  },
  UNAVAILABLE: { status: 503, title: 'Something that the answer needs does not answer now', remedy: 'Send it again later.' },
} as const;

export type PlatformCode = keyof typeof PLATFORM_PROBLEMS;
