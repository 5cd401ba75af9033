import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { AllScanners, BuiltinScanner, ClamdScanner, DocumentScanner } from '@tidemark/files';
import { PostgresDocumentContents } from '../postgres/document-contents.postgres.js';
import type { Room } from '../registry/room.js';
import { DocumentController } from './document.controller.js';
import { DocumentContents } from './document-contents.port.js';
import { ScanWorker } from './scan-worker.js';
import { SendDocument } from './send-document.js';

export const DOCUMENTS_ROOM: Room = {
  controllers: [DocumentController],
  providers: [
    { provide: DocumentContents, useClass: PostgresDocumentContents },
    {
      provide: DocumentScanner,
      useFactory: ({ clamd }: TidemarkConfig) =>
        new AllScanners([new BuiltinScanner(), ...(clamd === undefined ? [] : [new ClamdScanner(clamd)])]),
      inject: [TIDEMARK_CONFIG],
    },
    SendDocument,
    ScanWorker,
  ],
  rawBodyPaths: [/^\/v1\/customers\/[^/]+\/documents$/],
};
