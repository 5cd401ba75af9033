import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { CASEWORK_REFUSALS } from '../src/refusals.js';
import { ROOMS } from '../src/rooms.js';
import { type Document, routesOf } from './any-request.fixture.js';
import { type CaseworkUnderTest, startCasework } from './casework.fixture.js';

interface Field {
  $ref?: string;
  allOf?: unknown[];
  type?: string;
  enum?: unknown[];
  format?: string;
  description?: string;
  items?: Field;
  maxLength?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  maximum?: number;
  pattern?: string;
}

/** Steps that take no words: what they are about stands in the address. */
const WITHOUT_BODY = /\/(watchers\/me|acknowledgement|reminder|review|end|check|approval)$/;

describe('the document of casework', () => {
  let casework: CaseworkUnderTest;
  let document: Document & { openapi: string };
  beforeAll(async () => {
    casework = await startCasework();
    document = (await casework.call(undefined, 'GET', '/openapi.json')).body;
  }, 60_000);
  afterAll(() => casework?.stop());

  const lacking = (says: (route: ReturnType<typeof routesOf>[number]) => boolean) =>
    routesOf(document)
      .filter((route) => !says(route))
      .map(({ method, path }) => `${method} ${path}`);

  it('is OpenAPI 3 of which every reference leads somewhere, with ids that are one route’s', () => {
    expect(document.openapi).toMatch(/^3\./);
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!);
    expect(refs.filter((name) => !(name in document.components.schemas))).toEqual([]);
    const ids = routesOf(document).map(({ operation }) => (operation as { operationId?: string }).operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const places = routesOf(document).flatMap(({ path, operation }) => {
      const named = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
      const asked = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      return [...named, ...asked].filter((name) => !named.includes(name) || !asked.includes(name)).map((name) => `${path} ${name}`);
    });
    expect(places).toEqual([]);
  });

  it('names the headers of a change, the key for repeats and the version that was read, and of what leaves, the purpose', () => {
    const named = ({ operation }: ReturnType<typeof routesOf>[number], name: string) =>
      (operation.parameters ?? []).filter((one) => one.in === 'header' && one.name.toLowerCase() === name);
    expect(lacking((route) => route.method !== 'POST' || named(route, 'idempotency-key').length === 1)).toEqual([]);
    expect(lacking((route) => named(route, 'if-match').length <= 1)).toEqual([]);
    const approval = routesOf(document).find(({ path }) => path === '/v1/cases/{id}/proposals/{proposal}/approval')!;
    expect(named(approval, 'if-match')).toMatchObject([{ required: true }]);
    const leaving = routesOf(document).filter(({ path }) => /dossier$|log\/export$/.test(path));
    expect(leaving.map((route) => named(route, 'tidemark-purpose').length)).toEqual([1, 1]);
  });

  it('says of every route what it does, what it answers and what it takes', () => {
    expect(lacking(({ operation }) => (operation.summary ?? '').length > 5)).toEqual([]);
    const answers = ({ operation }: ReturnType<typeof routesOf>[number]) =>
      Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    expect(
      lacking(
        (route) => answers(route).length === 1 && answers(route).every(([, one]) => (one.description ?? '').length > 5 || 'content' in one),
      ),
    ).toEqual([]);
    expect(
      lacking(
        ({ method, path, operation }) =>
          ['GET', 'DELETE'].includes(method) || operation.requestBody !== undefined || WITHOUT_BODY.test(path),
      ),
    ).toEqual([]);
  });

  it('asks of nobody for a key for repeats: whoever wants to repeat sends one', () => {
    const asked = lacking(({ operation }) =>
      ((operation.parameters ?? []) as { name: string; in: string; required?: boolean }[]).every(
        (one) => one.in !== 'header' || one.name.toLowerCase() !== 'idempotency-key' || one.required !== true,
      ),
    );
    expect(asked).toEqual([]);
  });

  it('says the status with which each route answers', () => {
    const answered = new Map(ROOMS.flatMap(({ controllers = [] }) => controllers.flatMap(statusesOf)));
    const others = routesOf(document).flatMap(({ method, path, operation }) => {
      const { operationId, responses } = operation as typeof operation & { operationId: string };
      const status = answered.get(operationId);
      return status === undefined || String(status) in responses ? [] : [`${method} ${path} answers ${status}`];
    });
    expect(answered.size).toBeGreaterThan(100);
    expect(others).toEqual([]);
  });

  it('has every route of casework that a refusal sends to', () => {
    const written = (path: string) => path.replace(/\{\w+\}/g, '{}');
    const routes = new Set(routesOf(document).map(({ method, path }) => `${method} ${written(path)}`));
    const rooms = new Set(routesOf(document).map(({ path }) => path.split('/')[2]));
    const named = Object.values(CASEWORK_REFUSALS).flatMap(({ remedy }) => [
      ...remedy.matchAll(/(GET|POST|PUT) (\/v1\/([\w-]+)[\w{}/-]*)/g),
    ]);
    const nowhere = named.filter(([, method, path, room]) => rooms.has(room!) && !routes.has(`${method} ${written(path!)}`));
    expect(named.length).toBeGreaterThan(20);
    expect(nowhere.map(([route]) => route)).toEqual([]);
  });

  it('limits every field of every body', () => {
    const bodies = Object.entries(document.components.schemas).filter(([name]) => name.endsWith('Body') || /Reason$/.test(name));
    expect(bodies.length).toBeGreaterThan(60);
    const unlimited = bodies.flatMap(([name, { properties = {} }]) =>
      Object.entries(properties as Record<string, Field>).flatMap(([field, schema]) =>
        limitless(schema).map((what) => `${name}.${field}: ${what}`),
      ),
    );
    expect(unlimited).toEqual([]);
  });
});

/** By operation: what a controller's methods answer when all goes well. */
function statusesOf(controller: { name: string; prototype: object }): [string, number][] {
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name): [string, number][] => {
    const route = Object.getOwnPropertyDescriptor(controller.prototype, name)!.value as object;
    const method: RequestMethod | undefined = Reflect.getMetadata('method', route);
    if (method === undefined) return [];
    const status: number | undefined = Reflect.getMetadata('__httpCode__', route);
    return [[`${controller.name}_${name}`, status ?? (method === RequestMethod.POST ? 201 : 200)]];
  });
}

/** What of a field has no end that the document says. Moments are described in words. */
function limitless({ $ref, allOf, type, items, ...field }: Field): string[] {
  if ($ref !== undefined || allOf !== undefined || field.enum !== undefined || type === 'boolean') return [];
  if (type === 'array') {
    const ends = field.maxItems !== undefined || (field.uniqueItems === true && items?.enum !== undefined);
    return [...(ends ? [] : ['a list without end']), ...limitless(items ?? {})];
  }
  if (type === 'string')
    return field.maxLength !== undefined ||
      field.pattern !== undefined ||
      field.format === 'uuid' ||
      /ISO 8601/.test(field.description ?? '')
      ? []
      : ['text without end'];
  if (type === 'number' || type === 'integer') return field.maximum === undefined ? ['a number without end'] : [];
  return [`is of no type (${type})`];
}
