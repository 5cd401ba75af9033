import type { AcceleratorEntry, InstanceType } from '@tidemark/domain';

const HEADER = `// Made by scripts/catalogue/build-catalogue.ts; change it there, not here.
// Contains facts from Epoch AI, "Data on ML hardware" (December 2025), CC BY 4.0, https://epoch.ai/data/machine-learning-hardware, and from vendors' documents as named.
import type { AcceleratorEntry, InstanceType } from './accelerator-entry.js';
`;

/** The catalogue as a TypeScript module, so that the domain needs no file system: one accelerator a line, sources by number. */
export function renderCatalogue(version: number, entries: readonly AcceleratorEntry[], types: readonly InstanceType[]): string {
  const sources = [...new Set([...entries.flatMap((entry) => Object.values(entry.sources)), ...types.map((type) => type.source)])];
  const sourceOf = (source: string | undefined): string => `S[${sources.indexOf(source!)}]`;
  return [
    HEADER,
    '/** Rises with every change of a figure, a model or an alias below. */',
    `export const CATALOGUE_VERSION = ${version};`,
    '',
    '// biome-ignore format: one source a line',
    `const S = [\n${sources.map((source) => `  ${literal(source)},`).join('\n')}\n] as const;`,
    '',
    '// biome-ignore format: one accelerator a line',
    `export const ACCELERATORS: readonly AcceleratorEntry[] = [\n${entries.map((entry) => `  ${renderEntry(entry, sourceOf)},`).join('\n')}\n];`,
    '',
    '// biome-ignore format: one instance type a line',
    `export const INSTANCE_TYPES: readonly InstanceType[] = [\n${types.map((type) => `  ${renderType(type, sourceOf)},`).join('\n')}\n];`,
    '',
  ].join('\n');
}

function renderEntry({ sources, ...facts }: AcceleratorEntry, sourceOf: (source: string | undefined) => string): string {
  const cited = Object.entries(sources).map(([figure, source]) => `${figure}: ${sourceOf(source)}`);
  return `{ ${fields(facts)}, sources: { ${cited.join(', ')} } }`;
}

const renderType = ({ source, ...facts }: InstanceType, sourceOf: (source: string | undefined) => string): string =>
  `{ ${fields(facts)}, source: ${sourceOf(source)} }`;

const fields = (facts: object): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${literal(value)}`)
    .join(', ');

function literal(value: unknown): string {
  if (typeof value === 'string') return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${fields(value)} }`;
  return String(value);
}
