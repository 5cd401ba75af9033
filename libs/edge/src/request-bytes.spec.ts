import { Readable } from 'node:stream';
import type { Request } from 'express';
import { readRequestBytes } from './request-bytes.js';

const requestOf = (chunks: AsyncIterable<Buffer> | Iterable<Buffer>, headers = {}) =>
  Object.assign(Readable.from(chunks), { headers }) as unknown as Request;

async function* cutOff(error: Error) {
  yield Buffer.from('half');
  throw error;
}

describe('the bytes of a request', () => {
  it('are all of them, up to the limit', async () => {
    expect(await readRequestBytes(requestOf([Buffer.from('one'), Buffer.from('two')]), 6)).toEqual(Buffer.from('onetwo'));
    expect(await readRequestBytes(requestOf([Buffer.from('one'), Buffer.from('two')]), 5)).toBeUndefined();
    expect(await readRequestBytes(requestOf([], { 'content-length': '6' }), 5)).toBeUndefined();
  });

  it('are refused as the caller’s doing when it hung up, and break as a fault of ours otherwise', async () => {
    const hungUp = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    await expect(readRequestBytes(requestOf(cutOff(hungUp)), 100)).rejects.toMatchObject({
      code: 'MALFORMED_REQUEST',
      row: { status: 400 },
    });
    await expect(readRequestBytes(requestOf(cutOff(new Error('disk'))), 100)).rejects.toThrow('disk');
  });
});
