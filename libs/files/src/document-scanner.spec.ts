import { type AddressInfo, createServer, type Server } from 'node:net';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { BuiltinScanner } from './builtin-scanner.js';
import { ClamdScanner } from './clamd-scanner.js';
import { AllScanners, DocumentScanner, type ScanVerdict } from './document-scanner.port.js';

const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const builtin = new BuiltinScanner();
const verdict = async (content: string | Buffer) => {
  const scanned = await builtin.scan(Buffer.from(content));
  return scanned.verdict === 'INFECTED' ? scanned.found : scanned.verdict;
};
const pdf = (...objects: (string | Buffer)[]) => Buffer.concat(['%PDF-1.7\n', ...objects, '\n%%EOF'].map((part) => Buffer.from(part)));
const stream = (dictionary: string, content: Buffer) =>
  Buffer.concat([
    Buffer.from(`5 0 obj\n<< ${dictionary} /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream\nendobj\n'),
  ]);

describe('what is built in', () => {
  it('finds the test string, wherever it is', async () => {
    expect(await verdict(EICAR)).toBe('EICAR test file');
    expect(await verdict(`a letter\n${EICAR}\nbye`)).toBe('EICAR test file');
  });

  it('finds programs under another name', async () =>
    expect([await verdict('MZ\u0090'), await verdict('\x7fELF\x02')]).toEqual(['a program', 'a program']));

  it.each(['/JavaScript', '/JS (app.alert(1))', '/Launch', '/EmbeddedFile', '/RichMedia', '/XFA', '/J#61vaScript', '/#4AS'])(
    'finds %s in a PDF',
    async (name) => expect(await verdict(pdf(`1 0 obj << ${name} >> endobj`))).toMatch(/^active content/),
  );

  it('finds it in compressed object streams, and refuses those it cannot open, and what is encrypted', async () => {
    const hidden = deflateSync(Buffer.from('7 0 << /S /JavaScript /JS (x) >>'));
    expect(await verdict(pdf(stream('/Type /ObjStm /Filter /FlateDecode', hidden)))).toMatch(/^active content/);
    expect(await verdict(pdf(stream('/Type /ObjStm /Filter /FlateDecode', Buffer.from('no zlib'))))).toBe(
      'objects that cannot be looked into',
    );
    expect(await verdict(pdf(stream('/Type /ObjStm /Filter /LZWDecode', hidden)))).toBe('objects that cannot be looked into');
    expect(await verdict(pdf('trailer << /Encrypt 9 0 R >>'))).toBe('encrypted content');
  });

  it('is not led past an object stream by padding, by a keyword in a name, or by another end of line', async () => {
    const hidden = deflateSync(Buffer.from('7 0 << /S /JavaScript >>'));
    const tricks = [
      `/Type /ObjStm /Filter /FlateDecode ${'%'.repeat(9000)}`,
      '/Type /Obj#53tm /Filter /FlateDecode /Xobj 1',
      '/Filter /FlateDecode /Type /ObjStm /a (stream)',
    ];
    for (const dictionary of tricks) expect(await verdict(pdf(stream(dictionary, hidden)))).not.toBe('CLEAN');
    const carriageReturn = Buffer.concat([
      Buffer.from('5 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\r'),
      hidden,
      Buffer.from('\rendstream'),
    ]);
    const blank = Buffer.concat([
      Buffer.from('5 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream \n'),
      hidden,
      Buffer.from('\nendstream'),
    ]);
    expect(await verdict(pdf(carriageReturn))).toMatch(/^active content/);
    expect(await verdict(pdf(blank))).toBe('objects that cannot be looked into');
  });

  it('takes no longer for a file made to take long', async () => {
    const begun = performance.now();
    await verdict(pdf('stream\nendstream\n'.repeat(500_000)));
    await verdict(pdf('stream '.repeat(1_000_000)));
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('refuses a bomb before it fills the memory', async () => {
    const bomb = deflateSync(Buffer.alloc(17 * 1024 * 1024));
    expect(await verdict(pdf(stream('/Type /ObjStm /Filter /FlateDecode', bomb)))).toBe('objects that cannot be looked into');
  });

  it('lets plain PDF be, also where picture bytes read like names', async () => {
    expect(await verdict(pdf('1 0 obj << /Type /Catalog >> endobj'))).toBe('CLEAN');
    expect(await verdict(pdf(stream('/Subtype /Image', Buffer.from('..../JS..../Launch....'))))).toBe('CLEAN');
    expect(await verdict(pdf(stream('/Type /ObjStm /Filter /FlateDecode', deflateSync(Buffer.from('7 0 << /Type /Font >>')))))).toBe(
      'CLEAN',
    );
    expect(await verdict(pdf('<< /JSomething 1 >>'))).toBe('CLEAN');
  });

  it('answers for any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) =>
        expect(['CLEAN', 'INFECTED']).toContain((await builtin.scan(pdf(Buffer.from(bytes)))).verdict),
      ),
    ));
});

describe('clamd', () => {
  let server: Server;
  let received: Buffer;
  let answer: string | undefined;
  let port: number;

  beforeAll(async () => {
    server = createServer((socket) => {
      const chunks: Buffer[] = [];
      socket.on('data', (bytes) => {
        chunks.push(bytes);
        received = Buffer.concat(chunks);
        if (received.subarray(-4).equals(Buffer.alloc(4))) answer === undefined ? socket.destroy() : socket.end(answer);
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const scan = (content: Buffer, said: string | undefined): Promise<ScanVerdict> => {
    answer = said;
    return new ClamdScanner({ host: '127.0.0.1', port, timeoutMs: 2000 }).scan(content);
  };

  it('gets the file in chunks with their lengths, and its word is taken', async () => {
    const content = Buffer.alloc(70_000, 7);
    expect(await scan(content, 'stream: OK\0')).toEqual({ verdict: 'CLEAN', scanner: 'clamd' });
    const length = (bytes: number) => Buffer.from([0, 0, 0, 0].map((_, place) => (bytes >>> (24 - 8 * place)) & 255));
    expect(
      received.equals(
        Buffer.concat([
          Buffer.from('zINSTREAM\0'),
          length(65_536),
          content.subarray(0, 65_536),
          length(70_000 - 65_536),
          content.subarray(65_536),
          length(0),
        ]),
      ),
    ).toBe(true);
    expect(await scan(content, 'stream: Win.Test.EICAR_HDB-1 FOUND\0')).toEqual({
      verdict: 'INFECTED',
      scanner: 'clamd',
      found: 'Win.Test.EICAR_HDB-1',
    });
  });

  it.each(['INSTREAM size limit exceeded. ERROR\0', 'stream: OK and more', '', undefined])('that says %j has said nothing', async (said) =>
    expect(await scan(Buffer.from('x'), said)).toEqual({ verdict: 'UNREACHABLE', scanner: 'clamd' }),
  );

  it('that is away has said nothing', async () =>
    expect(await new ClamdScanner({ host: '127.0.0.1', port: 1 }).scan(Buffer.from('x'))).toEqual({
      verdict: 'UNREACHABLE',
      scanner: 'clamd',
    }));
});

describe('several scanners', () => {
  class Says extends DocumentScanner {
    constructor(private readonly verdict: ScanVerdict) {
      super();
    }
    async scan(): Promise<ScanVerdict> {
      return this.verdict;
    }
  }
  const clean = new Says({ verdict: 'CLEAN', scanner: 'a' });

  it('call clean what all call clean', async () => {
    expect(await new AllScanners([clean, clean]).scan(Buffer.alloc(0))).toEqual({ verdict: 'CLEAN', scanner: 'a+a' });
    const away: ScanVerdict = { verdict: 'UNREACHABLE', scanner: 'b' };
    expect(await new AllScanners([clean, new Says(away)]).scan(Buffer.alloc(0))).toEqual(away);
    const found: ScanVerdict = { verdict: 'INFECTED', scanner: 'b', found: 'x' };
    expect(await new AllScanners([clean, new Says(found)]).scan(Buffer.alloc(0))).toEqual(found);
  });

  it('are at least one', () => expect(() => new AllScanners([])).toThrow());
});
