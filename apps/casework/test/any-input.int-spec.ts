import { readFileSync } from 'node:fs';
import { canSpeakFor, ROLES } from '@tidemark/access';
import fc from 'fast-check';
import { CASEWORK_REFUSALS } from '../src/refusals.js';
import { type AnyRequest, anyRequest, type Document, routesOf } from './any-request.fixture.js';
import { RHEA, ROLF, ROSA, RUTH } from './case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from './casework.fixture.js';
import { ANNA, SVEN, type World, wholeWorld } from './whole-world.fixture.js';

const RUNS = Number(process.env.ANY_INPUT_RUNS ?? 10);
const SEED = Number(process.env.ANY_INPUT_SEED ?? 6);
const BYTES_MAX = 4 * 1024 * 1024;

/** Every role on each side that it speaks for; those who get further more often; nobody. */
const CALLERS = [
  ...ROLES.flatMap((role) => (['own', 'scheme'] as const).filter((side) => canSpeakFor(role, side)).map((side) => tokenOf(role, side))),
  ...[ROSA, ROSA, ROSA, ROLF, RUTH, RUTH, RHEA, RHEA, ANNA, ANNA, SVEN],
  'abe:regulator-lead::abe:elsewhere',
  undefined,
];
function tokenOf(role: string, side: string): string {
  const name = `z-${role}-${side}`;
  return `${name}:${role}:${side === 'own' ? 'north' : ''}:${['provider', 'operator', 'oversight'].includes(role) ? '' : name}`;
}

/** Every code that docs/reference/codes.md explains, and those of casework that it is made from. */
const KNOWN = new Set([
  ...[...readFileSync('docs/reference/codes.md', 'utf8').matchAll(/^\| `([A-Z_0-9]+)`/gm)].map(([, code]) => code!),
  ...Object.keys(CASEWORK_REFUSALS),
]);

/** What is written whoever asks whatever: that a person was seen, in which role, and what workers do meanwhile. */
const NOT_OF_THE_REQUEST = new Set(['outbox', 'consumed_position', 'person_seen', 'person_change']);

const shown = ({ as, method, path, headers, body }: AnyRequest): string =>
  [as, method, path, JSON.stringify(headers), String(body)].map((one) => String(one).slice(0, 200)).join(' ');

describe('whatever is sent to casework', () => {
  let casework: CaseworkUnderTest;
  let document: Document;
  let world: World;
  const got = new Map<string, number>();
  beforeAll(async () => {
    casework = await startCasework();
    document = (await casework.call(undefined, 'GET', '/openapi.json')).body;
    world = await wholeWorld(casework);
    await marks();
  }, 60_000);
  afterAll(() => {
    if (process.env.ANY_INPUT_SHOW)
      process.stderr.write(
        `${[...got]
          .sort()
          .map((one) => one.join(' '))
          .join('\n')}\n`,
      );
    return casework?.stop();
  });

  let tables: string[];
  /** How many rows each table has, and which transaction wrote the youngest. */
  async function marks(): Promise<string[]> {
    tables ??= (
      await casework.everything<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'event_log') order by 1`,
      )
    )
      .map(({ name }) => name)
      .filter((name) => !NOT_OF_THE_REQUEST.has(name.split('.').at(-1)!));
    const one = tables.map((name) => `(select count(*) || ':' || coalesce(max(xmin::text::bigint), 0) from ${name})`);
    const [row] = await casework.everything<{ marks: string[] }>(`select array[${one.join(',')}] as marks`);
    return row!.marks.map((mark, i) => `${tables[i]} ${mark}`);
  }

  async function send({ as, method, path, headers, body }: AnyRequest) {
    const sent: Record<string, string> = { ...headers, ...(as === undefined ? {} : { authorization: `Bearer ${as}` }) };
    const answer = await fetch(casework.base + path, {
      method,
      headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, Buffer.from(value).toString('latin1')])),
      ...(body === undefined ? {} : { body: body as string }),
    });
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  /** What is wrong with an answer, or nothing. */
  function faultOf({ status, type, bytes }: Awaited<ReturnType<typeof send>>): string | undefined {
    if (bytes.length > BYTES_MAX) return `${bytes.length} bytes`;
    if (status < 400) return undefined;
    if (!type.startsWith('application/problem+json')) return `${status} ${type}`;
    const problem = JSON.parse(bytes.toString());
    if (!KNOWN.has(problem.code)) return `${status} has the unknown code ${problem.code}: ${problem.detail}`;
    const row = CASEWORK_REFUSALS[problem.code];
    if (row === undefined ? status >= 500 : row.status !== status) return `${status} ${problem.code}: ${problem.detail}`;
    return problem.status === status && typeof problem.title === 'string' && typeof problem.detail === 'string'
      ? undefined
      : 'half a problem';
  }

  it(
    'is answered as the reference says, never with a fault of ours, and what is refused leaves nothing',
    async () => {
      const routes = routesOf(document);
      expect(routes.length).toBeGreaterThan(140);
      const faults: string[] = [];
      let before = await marks();
      for (const [i, route] of routes.entries()) {
        for (const request of fc.sample(anyRequest(document, route, world, CALLERS), { numRuns: RUNS, seed: SEED * 1000 + i })) {
          const answer = await send(request);
          got.set(`${route.method} ${route.path} ${answer.status}`, (got.get(`${route.method} ${route.path} ${answer.status}`) ?? 0) + 1);
          const after = await marks();
          const changed = answer.status < 400 ? [] : after.filter((mark, i) => mark !== before[i]);
          before = after;
          const fault = faultOf(answer) ?? (changed.length > 0 ? `${answer.status} left ${changed}` : undefined);
          if (fault !== undefined) faults.push(`${fault} <- ${shown(request)}`);
        }
      }
      expect(faults).toEqual([]);
    },
    Math.max(60_000, RUNS * 10_000),
  );
});
