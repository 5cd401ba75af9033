import { scenariosOf, type YamlEvent, yamlEventsOf } from '../../apps/ingest-gateway/test/cloudevents/conformance-cases.js';
import type { Answer, Client } from './harness/client.js';
import { Tidemark } from './harness/tidemark.js';
import { fateOf, fatesIn, registerCluster, report } from './harness/usage.js';

const OURS = 'tidemark.usage.report.v1';
const STRUCTURED = 'application/cloudevents+json; charset=utf-8';

/** The official cases, sent to the running product: as they are, and again as events of usage with all else that they carry. */
describe('the conformance cases of CloudEvents', () => {
  let tidemark: Tidemark;
  let client: Client;
  let sequence = 0;

  beforeAll(async () => {
    tidemark = await Tidemark.started('--empty');
    client = await tidemark.makeProvider('alpha');
    await registerCluster(client, 'c1');
  }, 150_000);
  afterAll(() => tidemark?.remove(), 60_000);

  const send = (type: string, body: string, headers: Record<string, string> = {}): Promise<Answer> =>
    client.send('POST', '/v1/events', body, { 'content-type': type, ...headers });
  const nextReport = () => report({ source: 'm-events', sequence: String(++sequence) });

  const binary = ({ attributes, extensions, data }: YamlEvent, over: Record<string, string> = {}, body = data) => {
    const { datacontenttype = 'application/json', ...others } = { ...attributes, ...over };
    const all = Object.entries({ ...others, ...extensions });
    return send(datacontenttype, body, Object.fromEntries(all.map(([name, value]) => [`ce-${name}`, encodeURI(value)])));
  };
  const structured = ({ attributes, extensions }: YamlEvent, data: unknown, over: object = {}) =>
    send(STRUCTURED, JSON.stringify({ ...attributes, ...extensions, ...over, data }));
  const isJson = ({ attributes }: YamlEvent) => (attributes.datacontenttype ?? 'application/json').startsWith('application/json');

  const version1 = [...yamlEventsOf('yaml/v1.yaml'), ...yamlEventsOf('yaml/v1.0/v1_minimum.yaml')];

  it.each(scenariosOf('features/http-protocol-binding.feature'))('HTTP protocol binding: $name', async ({ docStrings }) => {
    const [head = '', body = ''] = docStrings[0]!.split('\n\n', 2);
    const headers = head.split('\n').slice(1);
    const pairs = headers.map((line): [string, string] => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]);
    const { 'content-type': type = '', ...all } = Object.fromEntries(pairs);
    const ce = Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('ce-')));
    const read = await send(type, body, ce);
    expect([read.status, read.body.code]).toEqual([422, 'UNKNOWN_EVENT_TYPE']);
    expect(read.body.detail).toContain('com.example.someevent');
    const own = nextReport();
    const taken = type.startsWith('application/cloudevents')
      ? await send(type, JSON.stringify({ ...JSON.parse(body), type: OURS, datacontenttype: 'application/json', data: own }))
      : await send('application/json', JSON.stringify(own), { ...ce, 'ce-type': OURS });
    expect([taken.status, taken.body.sequence]).toEqual([202, own.sequence]);
  });

  it.each(version1)('version 1.0: $mode $attributes.id $attributes.datacontenttype', async (event) => {
    const modes = event.mode === undefined ? ['binary', 'structured'] : [event.mode];
    const json = { type: OURS, datacontenttype: 'application/json' };
    for (const mode of modes) {
      const read = mode === 'binary' ? await binary(event) : await structured(event, isJson(event) ? JSON.parse(event.data) : event.data);
      expect([read.status, read.body.code]).toEqual([422, 'UNKNOWN_EVENT_TYPE']);
      expect(read.body.detail).toContain(event.attributes.type);
      const own = nextReport();
      const taken = mode === 'binary' ? await binary(event, json, JSON.stringify(own)) : await structured(event, own, json);
      expect([taken.status, taken.body.sequence]).toEqual([202, own.sequence]);
    }
  });

  it.each(yamlEventsOf('yaml/v0.3/v03_minimum.yaml'))('version 0.3: $attributes.id is named as not read', async (event) => {
    for (const answer of [await binary(event), await structured(event, event.data)])
      expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, 'UNSUPPORTED_SPECVERSION', 'specversion']);
  });

  it('all version 1.0 cases in one batch, and each event of usage among them counts', async () => {
    const events = version1.map(({ attributes, extensions }) => ({
      ...attributes,
      ...extensions,
      type: OURS,
      datacontenttype: 'application/json',
      data: nextReport(),
    }));
    const foreign = { ...events[0], type: 'com.example.someevent' };
    const { status, body } = await send('application/cloudevents-batch+json', JSON.stringify([foreign, ...events]));
    expect([status, body.map(({ refused, sequence: taken }: Answer['body']) => refused?.code ?? taken)]).toEqual([
      202,
      ['UNKNOWN_EVENT_TYPE', ...events.map(({ data }) => data.sequence)],
    ]);
    for (let one = 1; one <= sequence; one++) expect(fatesIn(await fateOf(client, 'm-events', 1, one))).toEqual(['COUNTED']);
  });
});
