/** An event of a `text/event-stream` (WHATWG HTML, "Server-sent events"). */
export interface StreamedEvent {
  readonly event: string;
  /** Of the last event that had one. */
  readonly id: string;
  readonly data: string;
}

/** Reads events out of text as it comes in, wherever it is cut. An event that is not ended by an empty line is none. */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StreamedEvent> {
  let id = '';
  let fields = new Map<string, string>();
  for await (const line of linesOf(chunks)) {
    if (line !== '') {
      const [name, value] = fieldOf(line);
      if (name === 'id') id = value;
      else fields.set(name, name === 'data' && fields.has('data') ? `${fields.get('data')}\n${value}` : value);
      continue;
    }
    const data = fields.get('data');
    if (data !== undefined) yield { event: fields.get('event') ?? 'message', id, data };
    fields = new Map();
  }
}

function fieldOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}
