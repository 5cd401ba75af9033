/** The stream of flags, as a client with nothing but an address and a token reads it. */

/** What the stream tells of one fact. */
export interface StreamedFact {
  /** Of the event: where a client goes on from. */
  id: string;
  sequence: string;
  type: string;
  knownAt: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into flags of every kind
  flag: any;
  // biome-ignore lint/suspicious/noExplicitAny: and into facts of every type
  detail?: any;
}

export interface StreamQuestion {
  /** `/v1/flags/stream` with what follows. */
  url: string;
  token: string;
  lastEventId?: string;
}

/** Reads until the stream was silent for a moment, or `isEnough`. */
export async function readFacts(
  { url, token, lastEventId }: StreamQuestion,
  isEnough: (facts: readonly StreamedFact[]) => boolean = () => false,
  silentMs = 1_500,
): Promise<StreamedFact[]> {
  const cut = new AbortController();
  let timer = setTimeout(() => cut.abort(), silentMs);
  const facts: StreamedFact[] = [];
  try {
    const headers = { authorization: `Bearer ${token}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
    const response = await fetch(url, { headers, signal: cut.signal });
    if (response.status !== 200) throw new Error(`The stream answered ${response.status}: ${await response.text()}`);
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) facts.push(...factIn(event));
      if (isEnough(facts)) return facts;
      clearTimeout(timer);
      timer = setTimeout(() => cut.abort(), silentMs);
    }
  } catch (error) {
    if (!cut.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    cut.abort();
  }
  return facts;
}

function factIn(event: string): StreamedFact[] {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1];
  return field('event') === 'flag' ? [{ id: field('id')!, ...JSON.parse(field('data')!) }] : [];
}
