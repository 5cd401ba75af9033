import { StoredPaperFiles } from '../postgres/paper-files.postgres.js';
import { PostgresKeptFlagPapers } from '../postgres/paper-flags.postgres.js';
import { PostgresPaperLog } from '../postgres/paper-log.postgres.js';
import type { Room } from '../room.js';
import { DossierMaker } from './dossier-maker.js';
import { FlagPaperSource } from './flag-papers.js';
import { KeptFlagPapers, MonitorFlags } from './flag-papers.port.js';
import { LogExport } from './log-export.js';
import { HttpMonitorFlags } from './monitor-flags.client.js';
import { PaperFiles } from './paper-files.port.js';
import { PaperLog } from './paper-log.port.js';
import { PapersController } from './papers.controller.js';

export const PAPERS_ROOM: Room = {
  controllers: [PapersController],
  providers: [
    { provide: PaperLog, useClass: PostgresPaperLog },
    { provide: PaperFiles, useClass: StoredPaperFiles },
    { provide: KeptFlagPapers, useClass: PostgresKeptFlagPapers },
    { provide: MonitorFlags, useClass: HttpMonitorFlags },
    FlagPaperSource,
    DossierMaker,
    LogExport,
  ],
};
