import { connect, type Socket } from 'node:net';

/** A request whose head is sent and whose body is not: what a client on a bad line, or one with bad intent, does. */
export class SlowRequest {
  #received = '';
  readonly #socket: Socket;
  readonly #closed: Promise<void>;

  constructor(origin: string, head: string) {
    const { hostname, port } = new URL(origin);
    this.#socket = connect(Number(port), hostname);
    this.#socket.on('data', (chunk) => void (this.#received += chunk));
    this.#closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    this.#socket.on('error', () => undefined);
    this.#socket.write(head);
  }

  static post(origin: string, path: string, token: string, bytes: number): SlowRequest {
    const lines = [
      `POST ${path} HTTP/1.1`,
      `host: ${new URL(origin).host}`,
      `authorization: Bearer ${token}`,
      'content-type: application/json',
      `content-length: ${bytes}`,
    ];
    return new SlowRequest(origin, `${lines.join('\r\n')}\r\n\r\n{`);
  }

  /** Status and body once they are there. */
  async answer(msMax: number): Promise<{ status: number; head: string; body: string }> {
    for (const end = Date.now() + msMax; !/\r\n\r\n[\s\S]/.test(this.#received); ) {
      if (Date.now() > end) throw new Error(`No answer within ${msMax} ms, but: ${this.#received}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [head = '', body = ''] = this.#received.split('\r\n\r\n', 2);
    return { status: Number(head.split(' ')[1]), head, body };
  }

  get answered(): boolean {
    return this.#received !== '';
  }

  async abandon(): Promise<void> {
    this.#socket.destroy();
    await this.#closed;
  }
}
