/**
 * The directions of the house, read from the imports. Each rule says what to do instead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = process.cwd();
const NOT_OURS = new Set(['node_modules', 'dist', 'generated', 'jars', 'target', 'data', 'fixtures']);

interface Source {
  path: string;
  /** Specifiers as written. */
  imports: string[];
  text: string;
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : sourcesIn(path);
    return entry.name.endsWith('.ts') ? [readSource(path)] : [];
  });
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const imports = [...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm)];
  return { path, text, imports: imports.map((match) => (match[1] ?? match[2] ?? match[3])!) };
}

const sources = ['apps', 'libs'].flatMap(sourcesIn);
const isTest = ({ path }: Source) =>
  /\.(spec|int-spec|e2e-spec|fixture|contract)\.ts$/.test(path) || /^(apps|libs)\/[^/]+\/test\//.test(path);
const production = sources.filter((source) => !isTest(source));
const inRoom = (room: string) => production.filter(({ path }) => path.startsWith(`${room}/`));
const target = ({ path }: Source, specifier: string): string =>
  specifier.startsWith('.') ? relative(root, join(root, dirname(path), specifier)) : specifier;

/** Every offence as "file imports what", so that a failure reads as a list of places to mend. */
const offences = (from: readonly Source[], isWrong: (specifier: string, source: Source) => boolean): string[] =>
  from.flatMap((source) =>
    source.imports.filter((one) => isWrong(target(source, one), source)).map((one) => `${source.path} imports ${one}`),
  );

const app = (path: string): string | undefined => /^apps\/([^/]+)\//.exec(path)?.[1];

describe('the directions of the house', () => {
  it('reads something: a test that looks at nothing proves nothing', () => {
    expect(production.length).toBeGreaterThan(100);
    expect(production.flatMap((source) => source.imports).length).toBeGreaterThan(500);
  });

  it('the domain imports nothing but itself: pass time, ids and adapters in', () =>
    expect(offences(inRoom('libs/domain'), (one) => !one.startsWith('libs/domain/'))).toEqual([]));

  it('only messaging knows kafkajs: use the EventLog port', () =>
    expect(
      offences(
        sources.filter(({ path }) => !path.startsWith('libs/messaging/')),
        (one) => one.startsWith('kafkajs'),
      ),
    ).toEqual([]));

  it('only *.postgres.ts, migrations and persistence see TypeORM: put the SQL into an adapter beside its port', () =>
    expect(
      offences(
        production.filter(({ path }) => !/\.postgres\.ts$|\/migrations\/|^libs\/persistence\//.test(path)),
        (one) => one === 'typeorm' || one.startsWith('typeorm/'),
      ),
    ).toEqual([]));

  it('only adapters and the rooms that own a connection see the PostgreSQL driver', () =>
    expect(
      offences(
        production.filter(({ path }) => !/\.postgres\.ts$|^libs\/(persistence|messaging|testing)\//.test(path)),
        (one) => one === 'pg' || one.startsWith('pg-'),
      ),
    ).toEqual([]));

  it('apps never import apps: talk by topic or by call (standalone puts them into one process)', () =>
    expect(
      offences(
        production.filter(({ path }) => app(path) !== undefined && app(path) !== 'standalone'),
        (one, source) => app(one) !== undefined && app(one) !== app(source.path),
      ),
    ).toEqual([]));

  it('libs never import apps: what both need belongs into a lib', () =>
    expect(
      offences(
        production.filter(({ path }) => path.startsWith('libs/')),
        (one) => one.startsWith('apps/'),
      ),
    ).toEqual([]));

  it('production never imports testing: what it needs is no test help', () =>
    expect(
      offences(
        production.filter(({ path }) => !path.startsWith('libs/testing/')),
        (one) => one === '@tidemark/testing' || one.startsWith('test/') || /\.(spec|fixture)(\.js)?$/.test(one),
      ),
    ).toEqual([]));

  it('between libs only the front door is used: import @tidemark/<lib>, export there what is missing', () =>
    expect(
      offences(sources, (one, source) => {
        const lib = /^libs\/([^/]+)\//.exec(one)?.[1];
        return lib !== undefined && !source.path.startsWith(`libs/${lib}/`);
      }),
    ).toEqual([]));

  it('no folder is named after nothing: name it after the work', () => {
    const empty = /\/(utils?|common|shared|helpers?|core|misc)\//;
    expect(sources.filter(({ path }) => empty.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it('no file grows without end: split what is over 400 lines by what it does', () => {
    const long = production.filter(({ text, path }) => text.split('\n').length > 400 && !/catalogue-data\.ts$|\/migrations\//.test(path));
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('TypeORM never changes tables by itself: write a migration', () =>
    expect(production.filter(({ text }) => /synchronize:\s*true/.test(text)).map(({ path }) => path)).toEqual([]));
});
