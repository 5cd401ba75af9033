import type { Provider, Type } from '@nestjs/common';
import { ConservationController } from './conservation/conservation.controller.js';
import { ConservationHandler } from './conservation/conservation.handler.js';
import { ConservationReader } from './conservation/conservation.port.js';
import { RegisteredFacilities } from './facilities/registered-facilities.js';
import { FacilityFactReader } from './facilities/registered-facilities.port.js';
import { FindingsController } from './findings/findings.controller.js';
import { FindingsHandler } from './findings/findings.handler.js';
import { FindingsReader } from './findings/findings.port.js';
import { FindingsDoor } from './findings/findings-door.js';
import { LedgerGrpcController } from './grpc/ledger.grpc-controller.js';
import { PostgresConservation } from './postgres/conservation.postgres.js';
import { PostgresFacilityFacts } from './postgres/facility-facts.postgres.js';
import { PostgresFindings } from './postgres/findings.postgres.js';
import { PostgresPostings } from './postgres/postings.postgres.js';
import { PostgresReportFates } from './postgres/report-fates.postgres.js';
import { PostgresTotals } from './postgres/totals.postgres.js';
import { PostingStream } from './postings/posting-stream.js';
import { PostingsController } from './postings/postings.controller.js';
import { PostingsReader } from './postings/postings.port.js';
import { ReportFateController } from './reports/report-fate.controller.js';
import { ReportFateHandler } from './reports/report-fate.handler.js';
import { ReportFates } from './reports/report-fate.port.js';
import { TotalsController } from './totals/totals.controller.js';
import { TotalsHandler } from './totals/totals.handler.js';
import { TotalsReader } from './totals/totals.port.js';
import { TotalsDoor } from './totals/totals-door.js';

/** The reading side of the ledger: parts of UsageLedgerModule, which gives them `Transactions` on the ledger's schema. */
export const ASK_CONTROLLERS: Type[] = [
  TotalsController,
  ConservationController,
  ReportFateController,
  FindingsController,
  PostingsController,
  LedgerGrpcController,
];

export const ASK_PROVIDERS: Provider[] = [
  { provide: FacilityFactReader, useClass: PostgresFacilityFacts },
  { provide: TotalsReader, useClass: PostgresTotals },
  { provide: ConservationReader, useClass: PostgresConservation },
  { provide: ReportFates, useClass: PostgresReportFates },
  { provide: FindingsReader, useClass: PostgresFindings },
  { provide: PostingsReader, useClass: PostgresPostings },
  RegisteredFacilities,
  TotalsHandler,
  TotalsDoor,
  ConservationHandler,
  ReportFateHandler,
  FindingsHandler,
  FindingsDoor,
  PostingStream,
];
