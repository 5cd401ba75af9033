import fc from 'fast-check';
import type { World } from './whole-world.fixture.js';

/** As much of a JSON schema as our DTOs come to. */
interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  format?: string;
  items?: Schema;
  allOf?: Schema[];
  description?: string;
  maxLength?: number;
  maximum?: number;
}
type ObjectSchema = Required<Pick<Schema, 'properties' | 'required'>>;
interface Parameter {
  in: string;
  name: string;
  schema?: Schema;
}
export interface Operation {
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description?: string }>;
}
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
export interface DocumentedRoute {
  method: string;
  path: string;
  operation: Operation;
}

/** One request of whatever content, ready to be sent. */
export interface AnyRequest {
  as: string | undefined;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

export const routesOf = ({ paths }: Document): DocumentedRoute[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

const NOBODY = '00000000-0000-4000-8000-000000000000';
const MOMENTS = ['2026-02-30', '2026-01-05', '2026-13-01', '0000-00-00', '+275760-09-13T00:00:00Z', '9999-12-31T23:59:60Z', '-1', 1e308, 0];
const DEEP = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 'deep');
const ODD = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud83d',
    '\ufffd',
    '..',
    '../../x',
    "1' or '1'='1",
    '%00',
    '-',
    '-1',
    '1e308',
    'null',
    '__proto__',
    'constructor',
  ],
  ...['a'.repeat(300), 'ä'.repeat(30_000), '\u202e\u0007', 'W/"1"', NOBODY, NOBODY.toUpperCase(), '2026-02-30'],
];
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...ODD),
  fc.constantFrom<unknown>(null, true, -1, 0, 1e308, -0.5, 2 ** 53, [], {}, [[]], [null], { a: { b: null } }, DEEP),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant(Array.from({ length: 1200 }, (_, i) => `x${i}`)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** What a field of that schema may hold, now and then what it may not. */
function anyOf(document: Document, schema: Schema, world: World, depth = 0): fc.Arbitrary<unknown> {
  const { $ref, allOf, properties, required = [], items } = schema;
  const named = $ref ?? allOf?.[0]?.$ref;
  if (named !== undefined) return anyOf(document, document.components.schemas[named.split('/').at(-1)!] ?? {}, world, depth + 1);
  const given = (one: fc.Arbitrary<unknown>) => fc.oneof({ arbitrary: one, weight: depth < 2 ? 20 : 60 }, { arbitrary: odd, weight: 1 });
  if (schema.enum) return given(fc.constantFrom(...schema.enum));
  if (properties) return given(objectOf(document, { properties, required }, world, depth));
  if (items) return given(fc.array(anyOf(document, items, world, depth + 1), { minLength: 1, maxLength: 3 }));
  if (schema.type === 'boolean') return given(fc.boolean());
  if (schema.type === 'number' || schema.type === 'integer')
    return given(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(-1, 1e308, 2 ** 31, 2 ** 53, 0.5)));
  return given(textOf(schema, world));
}

const textOf = ({ description = '', format }: Schema, { ids }: World): fc.Arbitrary<unknown> =>
  /ISO 8601/.test(description)
    ? fc.oneof({ arbitrary: fc.constant('2026-01-05'), weight: 3 }, { arbitrary: fc.constantFrom<unknown>(...MOMENTS), weight: 2 })
    : format === 'uuid'
      ? fc.constantFrom(...ids.filter((one) => /^[0-9a-f-]{36}$/.test(one)))
      : fc.oneof(
          {
            arbitrary: fc.constantFrom('For the test', 'north', 'rolf', 'rhea', '-', 'EU', 'de', '12e3', 'https://example.org/a'),
            weight: 3,
          },
          { arbitrary: fc.constantFrom(...ids), weight: 2 },
          { arbitrary: fc.string({ unit: 'grapheme', minLength: 3, maxLength: 30 }), weight: 1 },
        );

function objectOf(document: Document, { properties, required }: ObjectSchema, world: World, depth: number): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, schema]) =>
    fc.oneof(
      { arbitrary: anyOf(document, schema, world, depth + 1).map((one) => [[name, one]]), weight: required.includes(name) ? 50 : 2 },
      { arbitrary: fc.constant([]), weight: 1 },
    ),
  );
  const unknown = fc.oneof(
    { arbitrary: fc.constant([]), weight: 25 },
    { arbitrary: fc.tuple(fc.constantFrom('__proto__', 'unknown', 'id', 'authority', '\0'), odd).map((one) => [one]), weight: 1 },
  );
  return fc.tuple(...members, unknown).map((all) => Object.fromEntries(all.flat() as [string, unknown][]));
}

const rawBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.constantFrom(
    '{"reason": ',
    '{"reason": "\\ud83d"}',
    '[]',
    'null',
    '',
    '{"a":1}{"b":2}',
    '{"reason":1e999}',
    '"text"',
    '\0',
    '%PDF-1.7\n',
  ),
  fc.constantFrom('--b\r\ncontent-disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n', '--b\r\n', '--b--', '--b\r\n\r\n'),
);
const rawType = fc.constantFrom(
  ...['application/json', 'application/json; charset=utf-16', 'text/plain', 'application/pdf', 'multipart/form-data', 'x', 'image/png'],
  ...['multipart/form-data; boundary=b', 'multipart/form-data; boundary=', 'application/vnd.tidemark.referral+json'],
);

function bodyOf(document: Document, { operation, method }: DocumentedRoute, world: World) {
  if (method === 'GET') return fc.constant({ body: undefined as unknown, type: undefined as string | undefined });
  const [type, content] = Object.entries(operation.requestBody?.content ?? {}).at(-1) ?? ['application/json', undefined];
  const json = content === undefined || !/json/.test(type) ? odd : anyOf(document, content.schema, world);
  return fc.oneof(
    {
      arbitrary: json.map((body) => ({ body: JSON.stringify(body) as unknown, type: 'application/json' as string | undefined })),
      weight: 14,
    },
    { arbitrary: fc.record({ body: rawBody as fc.Arbitrary<unknown>, type: rawType as fc.Arbitrary<string | undefined> }), weight: 3 },
    { arbitrary: fc.constant({ body: undefined as unknown, type: undefined as string | undefined }), weight: 1 },
  );
}

/** Ids that are in a path: of this case or another, of nothing, or no ids at all. */
const idFor = (name: string, { cases, foreign, ids }: World) =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...(name === 'id' ? Object.values(cases) : ids)), weight: 12 },
    { arbitrary: fc.constantFrom(...ids, foreign, NOBODY), weight: 3 },
    { arbitrary: fc.constantFrom(...ODD.filter((one) => one.isWellFormed() && one.length > 2 && one.length < 4000)), weight: 1 },
  );

const queryFor = (document: Document, { in: where, name, schema = {} }: Parameter, world: World) =>
  where !== 'query'
    ? fc.constant('')
    : fc.oneof(
        { arbitrary: fc.constant(''), weight: 3 },
        {
          arbitrary: (name === 'cursor'
            ? fc.constantFrom(...world.cursors, 'e30', 'WyJhIiwxXQ', 'WzEsMiwzXQ', '%00')
            : anyOf(document, schema, world)
          ).map((one) => `${name}=${encoded(one)}`),
          weight: 2,
        },
        { arbitrary: fc.constantFrom(`${name}=a&${name}=b`, `${name}[a]=1`, `${name}[]=`, `${name}=%ff`, `${name}`), weight: 1 },
      );

const encoded = (value: unknown): string => {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  return encodeURIComponent(text.toWellFormed()).slice(0, 3000).replace(/%.?$/, '');
};

const now = <Value>(usual: readonly Value[], rare: readonly Value[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...usual), weight: 6 }, { arbitrary: fc.constantFrom(...rare), weight: 1 });

/** Mostly as they should be: what is refused for its headers never comes to what it asks. */
const headersOf = fc
  .record({
    'if-match': now([undefined, '*'], [...['', '"', '"-1"', '"99999999999"', 'W/"1"', '"1","2"', '"NaN"', 'null'], '"4"', '"17"']),
    'idempotency-key': now<string | undefined>([undefined], ['k-1', 'k-2', 'k-3', '', 'a b', 'x'.repeat(300), 'ä']),
    'tidemark-purpose': now(['a test'], [undefined, '', 'x'.repeat(500)]),
    'notice-code': now<string | undefined>([undefined], ['', 'x', 'x'.repeat(4000)]),
    accept: now<string | undefined>([undefined], ['text/html', 'nonsense', 'application/vnd.tidemark.referral+json']),
  })
  .map((headers) => Object.fromEntries(Object.entries(headers).filter((one): one is [string, string] => one[1] !== undefined)));

/** Any request to a route: what its document lets one send, with wrong parts in it. */
export function anyRequest(
  document: Document,
  route: DocumentedRoute,
  world: World,
  callers: readonly (string | undefined)[],
): fc.Arbitrary<AnyRequest> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const queries = (route.operation.parameters ?? []).map((one) => queryFor(document, one, world));
  return fc
    .record({
      as: fc.constantFrom(...callers),
      ids: fc.tuple(...names.map((name) => idFor(name, world))),
      query: fc.tuple(...queries),
      headers: headersOf,
      content: bodyOf(document, route, world),
    })
    .map(({ as, ids, query, headers, content }) => {
      const path = names.reduce((given, name, i) => given.replace(`{${name}}`, encodeURIComponent(ids[i]!)), route.path);
      const asked = query.filter((one) => one !== '').join('&');
      return {
        as,
        method: route.method,
        path: asked === '' ? path : `${path}?${asked}`,
        headers: { ...headers, ...(content.type === undefined ? {} : { 'content-type': content.type }) },
        body: content.body,
      };
    });
}
