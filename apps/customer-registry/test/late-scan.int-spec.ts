import { type AddressInfo, createServer, type Server } from 'node:net';
import { type RegistryUnderTest, startCustomerRegistry } from './registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const PDF = (remark: string) => `%PDF-1.4\n% ${remark}\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n`;

/** A clamd that is away until it is told what to say. */
class Clamd {
  says: string | undefined;
  private readonly server: Server = createServer((socket) => {
    let tail = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      tail = Buffer.concat([tail, bytes]).subarray(-4);
      if (this.says === undefined) socket.destroy();
      else if (tail.equals(Buffer.alloc(4))) socket.end(`${this.says}\0`);
    });
  });
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  close(): void {
    this.server.close();
  }
}

describe('documents while the scanner is away', () => {
  const clamd = new Clamd();
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startCustomerRegistry({ TIDEMARK_CLAMD: await clamd.listen() });
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    clamd.close();
  });

  const call = (method: string, path: string, body?: object) =>
    registry.call(ANA, method, `/v1/customers${path}`, body === undefined ? {} : { body });
  const send = async (id: string, remark: string) =>
    (
      await registry.call(ANA, 'POST', `/v1/customers/${id}/documents?kind=OTHER`, {
        body: PDF(remark),
        headers: { 'content-type': 'application/pdf' },
      })
    ).body;
  const scanned = async (id: string, document: string): Promise<string> => {
    for (let tries = 0; tries < 300; tries++) {
      const { scan } = (await call('GET', `/${id}/documents/${document}`)).body;
      if (scan !== 'PENDING') return scan;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('nobody scanned it');
  };

  it('wait and are not accepted; when it is back, the clean one may be, and of the harmful one nothing is kept', async () => {
    clamd.says = undefined;
    const { id } = (await call('POST', '', { kind: 'LEGAL', names: [{ text: 'Vent AS' }] })).body;
    const clean = await send(id, 'clean');
    expect(clean.scan).toBe('PENDING');
    const accept = (document: string) => call('POST', `/${id}/documents/${document}/decision`, { outcome: 'ACCEPTED', reason: 'seen' });
    expect((await accept(clean.id)).body.code).toBe('DOCUMENT_UNSCANNED');
    expect((await call('GET', `/${id}/documents/${clean.id}/content?purpose=review`)).body.code).toBe('DOCUMENT_UNSCANNED');

    clamd.says = 'stream: OK';
    expect(await scanned(id, clean.id)).toBe('CLEAN');
    expect((await accept(clean.id)).status).toBe(200);

    clamd.says = undefined;
    const harmful = await send(id, 'harmful');
    clamd.says = 'stream: Win.Test.EICAR_HDB-1 FOUND';
    expect(await scanned(id, harmful.id)).toBe('INFECTED');
    expect((await accept(harmful.id)).body.code).toBe('DOCUMENT_INFECTED');
    expect(
      (await registry.everything<{ document: string }>('select document from document_content')).map(({ document }) => document),
    ).toEqual([clean.id]);
    expect(
      (
        await registry.call(ANA, 'POST', `/v1/customers/${id}/documents?kind=OTHER`, {
          body: PDF('third'),
          headers: { 'content-type': 'application/pdf' },
        })
      ).body.code,
    ).toBe('DOCUMENT_INFECTED');
  }, 40_000);
});
