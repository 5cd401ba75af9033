import { readFileSync } from 'node:fs';

const folder = new URL('./conformance/', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, folder), 'utf8');

/** One scenario of a feature file, its outline filled in. */
export interface Scenario {
  name: string;
  /** Texts between triple quotes, in order. */
  docStrings: string[];
  /** Tables in order, each as rows of cells, without the heading row. */
  tables: string[][][];
}

/** Reads as much of Gherkin as the CloudEvents features use: scenarios, outlines with one placeholder, doc strings, tables. */
export function scenariosOf(path: string): Scenario[] {
  const [, ...blocks] = text(path).split(/^\s*Scenario(?: Outline)?:\s*/m);
  return blocks.flatMap((block) => {
    const [body = '', examples] = block.split(/^\s*Examples:\s*$/m);
    if (examples === undefined) return [scenario(body)];
    const [[placeholder] = [''], ...values] = rowsOf(examples);
    return values.map(([value = '']) => scenario(body.replaceAll(`<${placeholder}>`, value)));
  });
}

function scenario(body: string): Scenario {
  const [name = '', ...lines] = body.split('\n');
  const found: Scenario = { name: name.trim(), docStrings: [], tables: [] };
  for (let i = 0; i < lines.length; i += 1) {
    if (lines[i]!.trim() === '"""') {
      const end = lines.findIndex((line, at) => at > i && line.trim() === '"""');
      const indent = lines[i]!.indexOf('"');
      found.docStrings.push(
        lines
          .slice(i + 1, end)
          .map((line) => line.slice(indent))
          .join('\n'),
      );
      i = end;
    } else if (lines[i]!.trim().startsWith('|')) {
      const end = lines.findIndex((line, at) => at > i && !line.trim().startsWith('|'));
      const table = lines.slice(i, end < 0 ? lines.length : end).join('\n');
      found.tables.push(rowsOf(table).slice(1));
      i = (end < 0 ? lines.length : end) - 1;
    }
  }
  return found;
}

const rowsOf = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.trim().startsWith('|'))
    .map((line) =>
      line
        .trim()
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

/** One event of the conformance tool's YAML files. */
export interface YamlEvent {
  mode: 'binary' | 'structured' | undefined;
  attributes: Record<string, string>;
  extensions: Record<string, string>;
  data: string;
}

/** Reads as much of YAML as these files use: documents, two levels of keys, plain and quoted scalars, literal blocks. */
export function yamlEventsOf(path: string): YamlEvent[] {
  return text(path)
    .split(/^---$/m)
    .map((document) => {
      const tree = treeOf(document.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')));
      const { Extensions: extensions = {}, ...attributes } = tree.ContextAttributes as Record<string, unknown>;
      return {
        mode: tree.Mode as YamlEvent['mode'],
        attributes: attributes as Record<string, string>,
        extensions: extensions as Record<string, string>,
        data: tree.Data as string,
      };
    });
}

function treeOf(lines: string[]): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (let i = 0; i < lines.length; ) {
    const [, key = '', value = ''] = /^\s*([\w-]+)\s*:\s*(.*)$/.exec(lines[i]!) ?? [];
    const indent = indentOf(lines[i]!);
    const end = lines.findIndex((line, at) => at > i && indentOf(line) <= indent);
    const inner = lines.slice(i + 1, end < 0 ? lines.length : end);
    if (value === '') tree[key] = treeOf(inner);
    else if (value === '|') tree[key] = `${inner.map((line) => line.slice(indentOf(inner[0]!))).join('\n')}\n`;
    else tree[key] = value.replace(/^"(.*)"$/, '$1');
    i = end < 0 ? lines.length : end;
  }
  return tree;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
