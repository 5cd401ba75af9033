import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '@tidemark/domain';
import yazl from 'yazl';
import { runTidemark } from '../tidemark.js';

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest();
const NOTHING = Buffer.alloc(32);

interface Line {
  sequence: number;
  facts: Record<string, unknown>;
  record?: { sha256: string; salt?: string; words?: object };
  personal?: { sha256: string; salt?: string; words?: object };
  hash: string;
}

/** Made by hand, apart from what casework does: three entries, one with words, one whose words were erased. */
function log(): { header: Record<string, unknown>; lines: Line[] } {
  const words = { salt: 'AAAA', words: { reason: 'It stands' } };
  const drafts = [
    {
      facts: { type: 'case-opened', case: 'c-1', authority: 'home', at: 1 },
      record: { ...words, sha256: sha256(canonicalJson(words)).toString('hex') },
    },
    { facts: { type: 'note-added', at: 2 }, personal: { sha256: 'ab'.repeat(32) } },
    { facts: { type: 'case-moved', at: 3, to: 'closed' } },
  ];
  let previous = NOTHING;
  const lines = drafts.map((draft, n) => {
    const { facts, record, personal } = draft as Pick<Line, 'facts' | 'record' | 'personal'>;
    previous = createHash('sha256')
      .update(previous)
      .update(sha256(canonicalJson(facts)))
      .update(record ? Buffer.from(record.sha256, 'hex') : NOTHING)
      .update(personal ? Buffer.from(personal.sha256, 'hex') : NOTHING)
      .digest();
    return { sequence: n + 1, ...draft, hash: previous.toString('hex') } as Line;
  });
  return { header: { format: 'tidemark-case-log-1', case: 'c-1', authority: 'home', version: 3, hash: lines[2]!.hash }, lines };
}

const textOf = ({ header, lines }: ReturnType<typeof log>) => [header, ...lines].map((line) => JSON.stringify(line)).join('\n');

async function dossier(
  change: (files: Map<string, Buffer>) => void = () => undefined,
  before: (exported: ReturnType<typeof log>) => void = () => undefined,
) {
  const exported = log();
  before(exported);
  const files = new Map([
    ['case.json', Buffer.from(JSON.stringify({ case: 'c-1', authority: 'home', log: exported.lines }))],
    ['dossier.pdf', Buffer.from('%PDF-')],
  ]);
  const hashes = Object.fromEntries([...files].map(([path, content]) => [path, sha256(content).toString('hex')]));
  const manifest = { format: 'tidemark-dossier-manifest-1', case: 'c-1', version: 3, hash: log().header.hash, files: hashes };
  files.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
  change(files);
  const zip = new yazl.ZipFile();
  for (const [path, content] of files) zip.addBuffer(content, path);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('tidemark verify-case', () => {
  let directory: string;
  const said: string[] = [];
  const complained: string[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tidemark-cli-'));
    said.length = complained.length = 0;
  });
  afterEach(() => rm(directory, { recursive: true }));

  const run = (...args: string[]) =>
    runTidemark(['verify-case', ...args], {
      directory,
      environment: {},
      input: (async function* () {})(),
      say: (line) => said.push(line),
      complain: (line) => complained.push(line),
    });
  const verify = async (content: string | Buffer, ...options: string[]) => {
    await writeFile(join(directory, 'case'), content);
    return run('case', ...options);
  };

  it('finds a whole log intact, with words that were erased', async () => {
    expect(await verify(textOf(log()))).toBe(0);
    expect(said[0]).toMatch(/^INTACT: case c-1, 3 entries/);
    expect(said[0]).toContain('1 worked out again; 1 erased or withheld');
  });

  it('ends a line where JSON Lines does, and not at a line separator that somebody wrote', async () => {
    const { header, lines } = log();
    const words = { salt: 'AAAA', words: { text: 'one\u2028two\u2029three\u0085four' } };
    const personal = { ...words, sha256: sha256(canonicalJson(words)).toString('hex') };
    const { facts, record } = lines[0]!;
    const hashes = [sha256(canonicalJson(facts)), Buffer.from(record!.sha256, 'hex'), Buffer.from(personal.sha256, 'hex')];
    const hash = sha256(Buffer.concat([NOTHING, ...hashes])).toString('hex');
    const one = { header: { ...header, version: 1, hash }, lines: [{ ...lines[0]!, personal, hash }] };
    expect(await verify(textOf(one))).toBe(0);
    expect(await verify(`${textOf(one).replaceAll('\n', '\r\n')}\r\n`)).toBe(0);
  });

  it.each<[string, (exported: ReturnType<typeof log>) => void, number]>([
    ['a fact', ({ lines }) => Object.assign(lines[1]!.facts, { at: 7 }), 2],
    ['a word', ({ lines }) => Object.assign(lines[0]!.record!, { words: { reason: 'It fell' } }), 1],
    ['a salt', ({ lines }) => Object.assign(lines[0]!.record!, { salt: 'BBBB' }), 1],
    ['the hash of erased words', ({ lines }) => Object.assign(lines[1]!.personal!, { sha256: 'cd'.repeat(32) }), 2],
    ['an entry that is left out', ({ lines }) => lines.splice(1, 1), 2],
    ['two entries that change places', ({ lines }) => lines.reverse(), 1],
    ['the last entry left out', ({ lines }) => lines.pop(), 3],
    ['words left out that were there', ({ lines }) => delete lines[0]!.record, 1],
    ['the header', ({ header }) => Object.assign(header, { hash: '00'.repeat(32) }), 3],
    ['the case that the header names', ({ header }) => Object.assign(header, { case: 'c-2' }), 1],
    ['the authority that the header names', ({ header }) => Object.assign(header, { authority: 'abroad' }), 1],
    [
      'a reason that is called erased',
      ({ lines }) => Object.assign(lines[0]!, { record: { sha256: lines[0]!.record!.sha256, erased: true } }),
      1,
    ],
  ])('tells the first broken entry: %s', async (_, change, entry) => {
    const exported = log();
    change(exported);
    expect(await verify(textOf(exported), '--json')).toBe(1);
    expect(JSON.parse(said[0]!)).toMatchObject({ verdict: 'BROKEN', entry });
  });

  it('finds a whole dossier intact', async () => {
    expect(await verify(await dossier())).toBe(0);
    expect(said[0]).toContain('Files:   2, each as the manifest names it');
  });

  it('tells the hash of a dossier, which covers what the log does not, whenever it was made', async () => {
    const hashOf = async (change: (manifest: Record<string, unknown>) => object) => {
      const changed = (files: Map<string, Buffer>) => {
        const manifest = JSON.parse(files.get('manifest.json')!.toString());
        files.set('manifest.json', Buffer.from(JSON.stringify({ ...manifest, ...change(manifest) })));
      };
      expect(await verify(await dossier(changed), '--json')).toBe(0);
      return JSON.parse(said.at(-1)!).sha256;
    };
    const given = await hashOf(() => ({ madeAt: '2026-11-21T00:00:00.000Z' }));
    expect(given).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf(() => ({ madeAt: '2027-01-01T00:00:00.000Z' }))).toBe(given);
    expect(await hashOf(() => ({ leftOut: { 'files/x': 'erased' } }))).not.toBe(given);
  });

  it.each<[string, (files: Map<string, Buffer>) => void, string]>([
    ['changed', (files) => files.set('dossier.pdf', Buffer.from('%PDF+')), 'dossier.pdf'],
    ['missing', (files) => files.delete('dossier.pdf'), 'dossier.pdf'],
    ['added', (files) => files.set('files/x.pdf', Buffer.from('x')), 'files/x.pdf'],
  ])('tells which file of a dossier was %s', async (_, change, path) => {
    expect(await verify(await dossier(change), '--json')).toBe(1);
    expect(JSON.parse(said[0]!)).toMatchObject({ verdict: 'BROKEN', path });
  });

  it('follows the log in a dossier, whatever its manifest says of the file', async () => {
    expect(await verify(await dossier(undefined, ({ lines }) => Object.assign(lines[2]!.facts, { to: 'open' })))).toBe(1);
    expect(said[0]).toMatch(/^BROKEN at entry 3/);
    expect(await verify(await dossier(undefined, ({ lines }) => lines.pop()))).toBe(1);
  });

  it('finds a dossier that says it is of another authority', async () => {
    const lie = (files: Map<string, Buffer>) => {
      const content = Buffer.from(files.get('case.json')!.toString().replace('"authority":"home"', '"authority":"abroad"'));
      const manifest = JSON.parse(files.get('manifest.json')!.toString());
      manifest.files['case.json'] = sha256(content).toString('hex');
      files.set('case.json', content).set('manifest.json', Buffer.from(JSON.stringify(manifest)));
    };
    expect(await verify(await dossier(lie))).toBe(1);
    expect(said[0]).toContain('it opens another case');
  });

  it.each([
    ['nothing', ''],
    ['another file', 'hello'],
    ['half an archive', 'PK\u0003\u0004'],
    ['another JSON', '{"format":"x"}'],
  ])('cannot read %s', async (_, content) => {
    expect(await verify(content)).toBe(2);
    expect(complained).toHaveLength(1);
  });

  it('cannot read what is not there, and tells how it is used', async () => {
    expect(await run('missing')).toBe(2);
    expect(await run()).toBe(2);
    expect(complained.at(-1)).toContain('Usage: tidemark verify-case');
  });
});
