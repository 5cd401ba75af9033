import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import { DocumentContents, type StoredContent } from '../documents/document-contents.port.js';

interface ContentRow {
  provider: string;
  media_type: string;
  bytes: number;
  content: Buffer;
}

const place = (document: string): string => `document/${document}`;

@Injectable()
export class PostgresDocumentContents extends DocumentContents {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: SealingKeys,
  ) {
    super();
  }

  async keep(tx: Transaction, { document, customer, provider, mediaType, bytes, content }: StoredContent): Promise<void> {
    const key = await this.keys.find(tx, ownerOfCustomer(customer));
    if (key === undefined) throw new Error(`Customer ${customer} has no key: nothing can be kept about it any more`);
    await tx.query(
      `insert into document_content (document, customer, provider, media_type, bytes, content, scanned) values ($1, $2, $3, $4, $5, $6, false)`,
      [document, customer, provider, mediaType, bytes, key.seal(place(document), content)],
    );
  }

  async find(tx: Transaction, customer: string, document: string): Promise<StoredContent | undefined> {
    const [row] = await tx.query<ContentRow>(
      'select provider, media_type, bytes, content from document_content where customer = $1 and document = $2',
      [customer, document],
    );
    const key = row === undefined ? undefined : await this.keys.find(tx, ownerOfCustomer(customer));
    if (row === undefined || key === undefined) return undefined;
    const { provider, media_type: mediaType, bytes } = row;
    return { document, customer, provider, mediaType, bytes, content: key.open(place(document), row.content) };
  }

  async described(tx: Transaction, customer: string): Promise<ReadonlyMap<string, Pick<StoredContent, 'mediaType' | 'bytes'>>> {
    const rows = await tx.query<{ document: string; media_type: string; bytes: number }>(
      'select document, media_type, bytes from document_content where customer = $1',
      [customer],
    );
    return new Map(rows.map(({ document, media_type: mediaType, bytes }) => [document, { mediaType, bytes }]));
  }

  async remove(tx: Transaction, customer: string, document?: string): Promise<void> {
    await tx.query('delete from document_content where customer = $1 and ($2::uuid is null or document = $2)', [
      customer,
      document ?? null,
    ]);
  }

  unscanned(limit: number): Promise<{ customer: string; document: string }[]> {
    return this.transactions.read({ oversight: true }, (tx) =>
      tx.query<{ customer: string; document: string }>(
        'select customer, document from document_content where not scanned order by document limit $1',
        [limit],
      ),
    );
  }

  async scanned(tx: Transaction, document: string): Promise<void> {
    await tx.query('update document_content set scanned = true where document = $1', [document]);
  }

  load(customer: string, document: string): Promise<StoredContent | undefined> {
    return this.transactions.read({ oversight: true }, (tx) => this.find(tx, customer, document));
  }
}
