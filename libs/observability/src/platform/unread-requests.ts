import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PLATFORM_PROBLEMS, type PlatformCode, ProblemException } from '@tidemark/access';

/** By Node's name of what it could not read. Anything else that is no HTTP is a MALFORMED_REQUEST. */
const CODES: Readonly<Record<string, PlatformCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** What Node refuses by itself is answered as a problem too, unless the answer to that request is on its way. */
export function refuseUnread(server: Server): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    answers.set(socket, response);
    response.once('close', () => answers.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (socket.writable && !answers.get(socket)?.headersSent) socket.write(refusalOf(error.code));
    socket.destroy(error);
  });
}

function refusalOf(cause = ''): string {
  const code = CODES[cause] ?? 'MALFORMED_REQUEST';
  const { status, title } = PLATFORM_PROBLEMS[code];
  const body = JSON.stringify(new ProblemException({ status, title }, { code }).document);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'X-Content-Type-Options: nosniff',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
