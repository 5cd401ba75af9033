import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { AllScanners, BuiltinScanner, ClamdScanner, DocumentScanner } from '@tidemark/files';
import { PostgresCaseFiles } from '../postgres/case-files.postgres.js';
import type { Room } from '../room.js';
import { AttachmentsController } from './attachments.controller.js';
import { CaseFiles } from './case-files.js';
import { DeskController } from './desk.controller.js';
import { ReceiveFile } from './receive-file.js';
import { ScanWorker } from './scan-worker.js';

export const DESK_ROOM: Room = {
  controllers: [DeskController, AttachmentsController],
  providers: [
    { provide: CaseFiles, useClass: PostgresCaseFiles },
    {
      provide: DocumentScanner,
      useFactory: ({ clamd }: TidemarkConfig) =>
        new AllScanners([new BuiltinScanner(), ...(clamd === undefined ? [] : [new ClamdScanner(clamd)])]),
      inject: [TIDEMARK_CONFIG],
    },
    ReceiveFile,
    ScanWorker,
  ],
  rawBodyPaths: [/^\/v1\/cases\/[^/]+\/attachments$/],
};
