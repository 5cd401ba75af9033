/** All that one caller can read of an installation: every GET route that its role may call, with every id that it can come by. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '@tidemark/access';
import { type Answer, request } from './client.js';
import { readFacts } from './flag-stream.js';
import { isAllowed, type Route } from './permission-walk.js';

export interface Looker {
  name: string;
  role: Role;
  provider: string;
  token(): Promise<string>;
}

export interface Sight {
  routes: readonly Route[];
  origin: string;
  /** Ids to ask for although no list names them, by the first part of the address that takes them: cases, notices. */
  given: Readonly<Record<string, readonly string[]>>;
  /** Of a list that names more, these are looked at. */
  preferred: ReadonlySet<string>;
}

/** By address: status, headers and body, with nothing taken out but the clock and the name of the answer itself. */
export type Picture = Map<string, string>;

/** Why identities are read here: such readings are the picture's own, and logged. */
const PURPOSE = 'picture';
const NOBODY = '00000000-0000-4000-8000-000000000000';
/** Of each list so many are looked at one by one; the list itself is compared in full. */
const LOOKED_AT = 2;
const NAMES = ['id', 'account', 'source', 'model', 'name', 'version', 'list', 'band', 'entry', 'document'] as const;
/** Another at each answer, of whatever. */
const OWN_HEADERS = ['date', 'x-correlation-id', 'keep-alive', 'connection', 'content-length'];
/** How an endpoint of the caller's own fails, which goes on by itself. */
const ATTEMPTS = /"((?:failedA|a)ttempts":\d+|failingSince":"[^"]*"|nextAttempt":"[^"]*"|last":\{[^}]*\}),?/g;
/** Sessions are of the caller's own signing in; a notice without its code counts its wrong codes; the stream is read by itself. */
const LEFT_OUT = ['/v1/people/me/sessions', '/v1/notices/{notice}', '/v1/flags/stream'];

/** Questions without which a route answers nothing, or which make lists show how they are cut. */
const questionsOf = ({ path }: Route, preferred: ReadonlySet<string>): string[] => {
  if (path === '/v1/totals')
    return [
      '?scope=provider',
      ...['account', 'customer', 'cluster'].flatMap((scope) => [...preferred].map((id) => `?scope=${scope}&id=${id}`)),
    ];
  if (path === '/v1/identity-reads') return [...preferred].map((id) => `?limit=500&customer=${id}`);
  if (path.endsWith('/trial')) return ['?from=2026-01-01&to=2026-02-01'];
  if (/\/(identity|content)$/.test(path)) return [`?purpose=${PURPOSE}`];
  return path.endsWith('}') ? [''] : ['?limit=500', '?limit=1', ''];
};

export async function pictureOf(sight: Sight, looker: Looker): Promise<Picture> {
  const picture: Picture = new Map();
  const lists = new Map<string, string[]>();
  const mine = sight.routes.filter((route) => route.method === 'GET' && !LEFT_OUT.includes(route.path) && mayRead(route, looker));
  for (const route of [...mine].sort((a, b) => parametersOf(a) - parametersOf(b))) {
    for (const address of addressesOf(route.path, lists, sight)) {
      for (const question of questionsOf(route, sight.preferred)) {
        const askedMs = Date.now();
        const answer = await look(sight, looker, `${address}${question}`);
        picture.set(`${address}${question}`, kept(address, answer, looker, askedMs));
        if (Array.isArray(answer.body?.items)) lists.set(address, idsIn(answer.body.items, sight.preferred, lists.get(address)));
      }
    }
  }
  picture.set('/v1/flags/stream', await streamed(sight, looker));
  return picture;
}

const mayRead = (route: Route, { role }: Looker): boolean =>
  route.permission === undefined || isAllowed(route, { role, side: 'own', provider: undefined, token: '' });
const parametersOf = ({ path }: Route): number => path.split('{').length;

/** What only so many may ask at a time is asked again: the others are these lookers. */
async function look(sight: Sight, looker: Looker, address: string): Promise<Answer> {
  const answer = await request(`${sight.origin}${address}`, { headers: { authorization: `Bearer ${await looker.token()}` } });
  if (answer.body?.code !== 'BANDS_BUSY') return answer;
  await sleep(100);
  return look(sight, looker, address);
}

/** Without those that taking pictures made: its own people’s. */
const othersReads = (items: { readerProvider?: string }[], { provider }: Looker): unknown[] =>
  items.filter(({ readerProvider }) => readerProvider !== provider);

function kept(address: string, answer: Answer, looker: Looker, askedMs: number): string {
  if (address === '/v1/identity-reads') return JSON.stringify(othersReads(answer.body?.items ?? [], looker));
  const seen = withoutOwnClock(seenIn(answer), askedMs, Date.now());
  return address.startsWith('/v1/webhooks') ? seen.replaceAll(ATTEMPTS, '') : seen;
}

function seenIn({ status, headers, text }: Answer): string {
  // A weak ETag is the hash of the body, which is compared itself.
  const kept = [...headers].filter(([name, value]) => !OWN_HEADERS.includes(name) && !(name === 'etag' && value.startsWith('W/'))).sort();
  return `${status} ${kept.map(([name, value]) => `${name}: ${value}`).join(', ')} ${text}`;
}

/** Moments at which the answer itself was made, and no other. */
const withoutOwnClock = (seen: string, askedMs: number, answeredMs: number): string =>
  seen.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (moment) => {
    const at = Date.parse(moment);
    return askedMs <= at && at <= answeredMs ? 'now' : moment;
  });

async function streamed({ origin }: Sight, looker: Looker): Promise<string> {
  return JSON.stringify(await readFacts({ url: `${origin}/v1/flags/stream?after=0`, token: await looker.token() }));
}

/** The path with an id in each place: what the list before that place names, what is given, or one that nobody has. */
function addressesOf(path: string, lists: ReadonlyMap<string, string[]>, { given }: Sight): string[] {
  return path.split('/').reduce<string[]>(
    (before, part) =>
      before.flatMap((address) => {
        if (!part.startsWith('{')) return [address === '' && part === '' ? '' : `${address}/${part}`];
        const known = [...(lists.get(address) ?? []), ...(given[address.split('/')[2]!] ?? [])];
        return (known.length > 0 ? known : [NOBODY]).map((id) => `${address}/${encodeURIComponent(id)}`);
      }),
    [''],
  );
}

function idsIn(items: Record<string, unknown>[], preferred: ReadonlySet<string>, before: readonly string[] = []): string[] {
  const ids = items.flatMap((item) => {
    const name = NAMES.find((one) => typeof item[one] === 'string' || typeof item[one] === 'number');
    return name === undefined ? [] : [String(item[name])];
  });
  const wanted = ids.filter((id) => preferred.has(id));
  return [...new Set([...before, ...wanted, ...ids.slice(0, LOOKED_AT)])];
}

/** Addresses whose answers differ, with where they begin to; nothing when the pictures are equal. */
export function differences(before: Picture, after: Picture): Record<string, { before: string; after: string }> {
  const addresses = [...new Set([...before.keys(), ...after.keys()])].filter((address) => before.get(address) !== after.get(address));
  return Object.fromEntries(addresses.map((address) => [address, parting(before.get(address) ?? '', after.get(address) ?? '')]));
}

function parting(before: string, after: string): { before: string; after: string } {
  const at = [...before].findIndex((letter, index) => letter !== after[index]);
  const from = Math.max(0, (at < 0 ? before.length : at) - 60);
  return { before: before.slice(from, from + 300), after: after.slice(from, from + 300) };
}
