import { setImmediate as nextTurn } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import type { ListLimits } from './list-limits.js';
import { refuse } from './list-refused.js';

/** One element with what is in it; text is what stands directly in the element, trimmed. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly line: number;
}

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
  line: number;
}

export interface XmlShape {
  readonly root: string;
  /** Elements that are handed out as soon as they end, and are forgotten then. */
  readonly records: ReadonlySet<string>;
}

const CHUNK_CHARACTERS = 64 * 1024;
const MOST_DEPTH = 32;

/**
 * The records of an XML text, in order, and last the root itself with whatever else stood in it. No document type is taken, so no entity
 * can be defined; a text without its end tag is refused as cut off.
 */
export async function* xmlRecords(text: string, file: string, shape: XmlShape, limits: ListLimits): AsyncGenerator<XmlElement> {
  const reader = new RecordReader(file, shape, limits);
  for (let at = 0; at < text.length; at += CHUNK_CHARACTERS) {
    reader.write(text.slice(at, at + CHUNK_CHARACTERS));
    yield* reader.take();
    await nextTurn();
  }
  reader.close();
  yield* reader.take();
}

class RecordReader {
  private readonly parser = new SaxesParser();
  private readonly open: OpenElement[] = [];
  private done: XmlElement[] = [];

  constructor(
    private readonly file: string,
    private readonly shape: XmlShape,
    private readonly limits: ListLimits,
  ) {
    this.parser.on('error', (error) => this.fail(error));
    this.parser.on('doctype', () => refuse('LIST_XML_BROKEN', 'a document type is not taken', this.here()));
    this.parser.on('xmldecl', (declaration) => this.checkEncoding(declaration.encoding));
    this.parser.on('opentag', (tag) => this.start(tag.name, tag.attributes as Record<string, string>));
    this.parser.on('text', (text) => this.add(text));
    this.parser.on('cdata', (text) => this.add(text));
    this.parser.on('closetag', () => this.end());
  }

  write(chunk: string): void {
    this.parser.write(chunk);
  }

  close(): void {
    this.parser.close();
  }

  take(): XmlElement[] {
    const taken = this.done;
    this.done = [];
    return taken;
  }

  private here() {
    return { file: this.file, line: this.parser.line };
  }

  private fail(error: Error): never {
    return /unclosed|unexpected end|document must contain a root/i.test(error.message)
      ? refuse('LIST_TRUNCATED', `the XML ends before its end tag: ${error.message}`, this.here())
      : refuse('LIST_XML_BROKEN', error.message, this.here());
  }

  private checkEncoding(encoding: string | undefined): void {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) refuse('LIST_ENCODING_WRONG', `the XML says ${encoding}`, this.here());
  }

  private start(name: string, attributes: Record<string, string>): void {
    const local = name.slice(name.indexOf(':') + 1);
    if (this.open.length === 0 && local !== this.shape.root) {
      refuse('LIST_XML_ROOT_WRONG', `the root is <${local}> instead of <${this.shape.root}>`, this.here());
    }
    if (this.open.length >= MOST_DEPTH) refuse('LIST_XML_BROKEN', `elements are nested deeper than ${MOST_DEPTH}`, this.here());
    this.open.push({ name: local, attributes, children: [], text: '', line: this.parser.line });
  }

  private add(text: string): void {
    const element = this.open.at(-1);
    if (element === undefined) return;
    element.text += text;
    if (element.text.length > this.limits.fieldCharacters) refuse('LIST_XML_BROKEN', 'a text is too long', this.here());
  }

  private end(): void {
    const open = this.open.pop();
    if (open === undefined) return;
    const element: XmlElement = { ...open, text: open.text.trim() };
    if (this.shape.records.has(element.name) || this.open.length === 0) this.done.push(element);
    else this.open.at(-1)?.children.push(element);
  }
}

/** The text of every element at the end of a path of names, empty ones left out. */
export function textsAt(element: XmlElement, ...path: readonly string[]): string[] {
  return elementsAt(element, ...path)
    .map((one) => one.text)
    .filter((text) => text !== '');
}

export function textAt(element: XmlElement, ...path: readonly string[]): string {
  return textsAt(element, ...path)[0] ?? '';
}

export function elementsAt(element: XmlElement, ...path: readonly string[]): XmlElement[] {
  return path.reduce<XmlElement[]>((found, name) => found.flatMap((one) => one.children.filter((child) => child.name === name)), [element]);
}
