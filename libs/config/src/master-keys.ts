/** A key that wraps the keys of sealed data. */
export interface MasterKey {
  /** Stands beside everything that it wraps: 1 to 40 of a-z, 0-9, hyphen. */
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

/** Reads `id:base64`, separated by commas or line ends, the current one first. Says what is wrong without repeating any of it. */
export function parseMasterKeys(name: string, text: string | undefined): { keys: MasterKey[] | undefined; faults: string[] } {
  const written = (text ?? '').split(/[,\s]+/).filter((part) => part !== '');
  if (written.length === 0) return { keys: undefined, faults: [] };
  const keys = written.map(parseMasterKey);
  const good = keys.filter((key) => key !== undefined);
  if (good.length < keys.length) return { keys: undefined, faults: [`${name} must hold keys written id:base64, each of 32 bytes`] };
  if (new Set(good.map(({ id }) => id)).size < good.length) return { keys: undefined, faults: [`${name} must name each key once`] };
  return { keys: good, faults: [] };
}

function parseMasterKey(written: string): MasterKey | undefined {
  const [, id, base64] = /^([a-z0-9-]{1,40}):([A-Za-z0-9+/_-]{43,44}=?)$/.exec(written) ?? [];
  if (id === undefined || base64 === undefined) return undefined;
  const key = Buffer.from(base64, 'base64');
  return key.length === 32 ? { id, key } : undefined;
}
