import { scenariosOf, type YamlEvent, yamlEventsOf } from '../../test/cloudevents/conformance-cases.js';
import { post, type RunningGateway, startGateway } from '../../test/gateway.js';
import { ScriptedLog } from '../../test/scripted-log.js';
import { eventOfHttpHeaders, eventOfKafkaHeaders } from './binary-mode.js';
import type { CloudEvent, ParsedEvent } from './cloud-event.model.js';
import { eventOfJson } from './json-format.js';

const parseJson = (bytes: Uint8Array) => ({ value: JSON.parse(Buffer.from(bytes).toString()) as unknown });

interface Message {
  headers: [string, string][];
  contentType: string;
  body: string;
}

function httpMessageOf(request: string): Message {
  const [head = '', body = ''] = request.split('\n\n', 2);
  const headers = head
    .split('\n')
    .slice(1)
    .map((line): [string, string] => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  return { headers, contentType: headers.find(([name]) => name === 'content-type')![1], body };
}

function parse(message: Message, binary: typeof eventOfHttpHeaders): ParsedEvent {
  if (message.contentType.startsWith('application/cloudevents+json')) return eventOfJson(JSON.parse(message.body), parseJson);
  return binary({ headers: message.headers, contentType: message.contentType, body: Buffer.from(message.body), parseJson });
}

function expectEvent(parsed: ParsedEvent, attributes: string[][], json: string): void {
  expect(parsed).toHaveProperty('event');
  const { event } = parsed as { event: CloudEvent };
  for (const [key, value] of attributes) expect({ [key!]: event[key as keyof CloudEvent] }).toEqual({ [key!]: value });
  expect(event.data).toEqual({ form: 'json', value: JSON.parse(json) });
}

describe('CloudEvents conformance: features', () => {
  const http = scenariosOf('features/http-protocol-binding.feature');
  const kafka = scenariosOf('features/kafka-protocol-binding.feature');

  it('are all there', () => {
    expect([http.length, kafka.length]).toEqual([4, 3]);
  });

  it.each(http)('HTTP: $name', ({ docStrings: [request, json], tables: [attributes] }) => {
    expectEvent(parse(httpMessageOf(request!), eventOfHttpHeaders), attributes!, json!);
  });

  it.each(kafka)('Kafka: $name', ({ docStrings: [payload, json], tables: [headers, attributes] }) => {
    const pairs = headers! as [string, string][];
    const contentType = pairs.find(([name]) => name === 'content-type')![1];
    expectEvent(parse({ headers: pairs, contentType, body: payload! }, eventOfKafkaHeaders), attributes!, json!);
  });
});

describe('CloudEvents conformance: at the door', () => {
  let gateway: RunningGateway;
  let token: string;
  beforeAll(async () => {
    gateway = await startGateway(new ScriptedLog());
    token = gateway.tokens.provider('alpha');
  });
  afterAll(() => gateway.stop());

  const send = ({ contentType, headers, body }: { contentType: string | undefined; headers: Record<string, string>; body: string }) =>
    post(`${gateway.origin}/v1/events`, token, contentType, body, headers);

  const binary = ({ attributes, extensions, data }: YamlEvent) => {
    const { datacontenttype = 'application/json', ...others } = attributes;
    const all = Object.entries({ ...others, ...extensions });
    return send({
      contentType: datacontenttype,
      headers: Object.fromEntries(all.map(([name, value]) => [`ce-${name}`, encodeURI(value)])),
      body: data,
    });
  };
  const structured = ({ attributes, extensions, data }: YamlEvent, json = false) =>
    send({
      contentType: 'application/cloudevents+json; charset=utf-8',
      headers: {},
      body: JSON.stringify({ ...attributes, ...extensions, data: json ? JSON.parse(data) : data }),
    });

  it.each(scenariosOf('features/http-protocol-binding.feature'))(
    'reads "$name" and says that it does not take its type',
    async ({ docStrings }) => {
      const { contentType, headers, body } = httpMessageOf(docStrings[0]!);
      const ce = Object.fromEntries(headers.filter(([name]) => name.startsWith('ce-')));
      const answer = await send({ contentType, headers: ce, body });
      expect(answer).toMatchObject({ status: 422, body: { code: 'UNKNOWN_EVENT_TYPE', field: 'type' } });
      expect(answer.body.detail).toContain('com.example.someevent');
    },
  );

  it.each([...yamlEventsOf('yaml/v1.yaml'), ...yamlEventsOf('yaml/v1.0/v1_minimum.yaml')])(
    'reads version 1.0: $mode $attributes.id $attributes.datacontenttype',
    async (event) => {
      const isJson = (event.attributes.datacontenttype ?? 'application/json').startsWith('application/json');
      const answers = [
        ...(event.mode === 'structured' ? [] : [await binary(event)]),
        ...(event.mode === 'binary' ? [] : [await structured(event, isJson)]),
      ];
      expect(answers.length).toBeGreaterThan(0);
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 422, body: { code: 'UNKNOWN_EVENT_TYPE' } });
        expect(answer.body.detail).toContain(event.attributes.type);
      }
    },
  );

  it.each(yamlEventsOf('yaml/v0.3/v03_minimum.yaml'))('names version 0.3 of $attributes.id as not read', async (event) => {
    for (const answer of [await binary(event), await structured(event)])
      expect(answer).toMatchObject({ status: 400, body: { code: 'UNSUPPORTED_SPECVERSION', field: 'specversion' } });
  });
});
