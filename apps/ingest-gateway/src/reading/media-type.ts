export interface MediaType {
  /** type/subtype in lower case. */
  essence: string;
  /** Parameter names in lower case; values as sent, without quotes. */
  parameters: ReadonlyMap<string, string>;
}

/** Reads a content-type header; undefined when it is absent or not one (RFC 9110, 8.3.1). */
export function readMediaType(header: string | undefined): MediaType | undefined {
  if (header === undefined) return undefined;
  const [essence = '', ...parts] = header.split(';');
  const name = essence.trim().toLowerCase();
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(name)) return undefined;
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const [key = '', value = ''] = part.split('=', 2);
    if (key.trim() !== '') parameters.set(key.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1'));
  }
  return { essence: name, parameters };
}

/** Whether text of this type is UTF-8: said so, or not said. */
export const isUtf8 = ({ parameters }: MediaType): boolean =>
  ['utf-8', 'utf8', 'us-ascii'].includes((parameters.get('charset') ?? 'utf-8').toLowerCase());
