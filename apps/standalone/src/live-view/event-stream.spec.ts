import { readEvents, type StreamedEvent } from './event-stream.js';

const TEXT =
  'event: flag\nid: 7\ndata: {"a":"é"}\n\n: a comment\n\nevent: heartbeat\nid: 9\ndata: {}\n\ndata: one\ndata: two\n\nevent: cut\ndata: off';

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('an event stream', () => {
  it.each([1, 2, 3, 7, 1000])('is read in pieces of %s bytes, without the event that is not ended', async (size) => {
    const events: StreamedEvent[] = [];
    for await (const event of readEvents(pieces(new TextEncoder().encode(TEXT), size))) events.push(event);
    expect(events).toEqual([
      { event: 'flag', id: '7', data: '{"a":"é"}' },
      { event: 'heartbeat', id: '9', data: '{}' },
      { event: 'message', id: '9', data: 'one\ntwo' },
    ]);
  });
});
