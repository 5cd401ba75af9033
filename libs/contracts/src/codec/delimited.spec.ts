import fc from 'fast-check';
import { splitDelimited } from './delimited.js';
import { WireWriter } from './wire-writer.js';

const LIMITS = { maxMessages: 3, maxMessageBytes: 200 };
const writer = new WireWriter();

function delimited(messages: Uint8Array[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => {
      writer.start();
      writer.varint(message.length);
      return [writer.finish(), Buffer.from(message)];
    }),
  );
}

describe('length-delimited messages', () => {
  it('come apart as they were put together', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 3 }), (messages) => {
        const split = splitDelimited(delimited(messages), LIMITS);
        expect(split).toEqual({ messages: messages.map((message) => Buffer.from(message)) });
      }),
    );
  });

  it('have limits and an end, each with its code', () => {
    const code = (bytes: Uint8Array) => (splitDelimited(bytes, LIMITS) as { refused: { code: string } }).refused.code;
    expect(code(delimited(new Array(4).fill(Buffer.from('a'))))).toBe('TOO_MANY_REPORTS');
    expect(code(delimited([Buffer.alloc(201)]))).toBe('REPORT_TOO_LARGE');
    expect(code(Buffer.from([5, 1, 2]))).toBe('MALFORMED_DELIMITED');
    expect(code(Buffer.from([0x80]))).toBe('MALFORMED_DELIMITED');
    expect(code(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]))).toBe('MALFORMED_DELIMITED');
  });
});
