import { fileTypeFromBuffer } from 'file-type';

/** What a document may be: pages and pictures that no office program has to run. */
export const DOCUMENT_TYPES: readonly string[] = ['application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'image/webp', 'image/heic'];

/** The type by its content, whatever the sender calls it; undefined when it is none of those taken. */
export async function documentTypeOf(content: Buffer): Promise<string | undefined> {
  const found = await fileTypeFromBuffer(content);
  return found !== undefined && DOCUMENT_TYPES.includes(found.mime) ? found.mime : undefined;
}
