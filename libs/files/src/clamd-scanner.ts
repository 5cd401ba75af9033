import { connect, type Socket } from 'node:net';
import { DocumentScanner, type ScanVerdict } from './document-scanner.port.js';

const SCANNER = 'clamd';
const CHUNK_BYTES = 64 * 1024;

export interface ClamdOptions {
  host: string;
  port: number;
  timeoutMs?: number;
}

/** Asks a clamd by its INSTREAM command: the file in chunks with their lengths before, an empty chunk, then one line of answer. */
export class ClamdScanner extends DocumentScanner {
  constructor(private readonly options: ClamdOptions) {
    super();
  }

  async scan(content: Buffer): Promise<ScanVerdict> {
    try {
      return verdictOf(await this.ask(content));
    } catch {
      return { verdict: 'UNREACHABLE', scanner: SCANNER };
    }
  }

  private ask(content: Buffer): Promise<string> {
    const { host, port, timeoutMs = 30_000 } = this.options;
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      let answer = '';
      socket.setTimeout(timeoutMs, () => socket.destroy(new Error('clamd takes too long')));
      socket.on('connect', () => send(socket, content));
      socket.on('data', (bytes: Buffer) => {
        answer += bytes.toString('latin1');
        if (answer.length > 4096) socket.destroy(new Error('clamd says too much'));
      });
      socket.on('error', reject);
      socket.on('close', () => (answer === '' ? reject(new Error('clamd said nothing')) : resolve(answer)));
    });
  }
}

function send(socket: Socket, content: Buffer): void {
  socket.write('zINSTREAM\0');
  for (let at = 0; at < content.length; at += CHUNK_BYTES) {
    const chunk = content.subarray(at, at + CHUNK_BYTES);
    socket.write(lengthOf(chunk.length));
    socket.write(chunk);
  }
  socket.write(lengthOf(0));
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

/** `stream: OK`, `stream: Eicar-Signature FOUND`; anything else (a size limit, an error) is no verdict. */
function verdictOf(answer: string): ScanVerdict {
  const line = answer.replaceAll('\0', '').trim();
  if (line === 'stream: OK') return { verdict: 'CLEAN', scanner: SCANNER };
  const found = /^stream: (.{1,200}) FOUND$/.exec(line)?.[1];
  return found === undefined ? { verdict: 'UNREACHABLE', scanner: SCANNER } : { verdict: 'INFECTED', scanner: SCANNER, found };
}
