import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  ConservationSchema,
  CountsSchema,
  FindingSchema,
  GetReportResponseSchema,
  GetTotalsResponseSchema,
  TotalsSchema,
} from '@tidemark/contracts';
import { FATES, type FateCounts, type SourceConservation } from '../conservation/conservation.port.js';
import type { Finding } from '../findings/finding.js';
import type { RecordFate, ReportFate } from '../reports/report-fate.js';
import type { ReportId } from '../reports/report-fate.port.js';
import type { TotalsAnswer } from '../totals/totals.handler.js';
import { sumsView } from '../totals/totals.view.js';
import type { Sums } from '../totals/totals-fold.js';

export const totalsMessage = (answer: TotalsAnswer): MessageInitShape<typeof GetTotalsResponseSchema> => ({
  total: sumsMessage(answer.total),
  groups: answer.groups.map(({ key, sums }) => ({ key, total: sumsMessage(sums) })),
  ledgerPosition: answer.ledgerPosition,
  knownAtMs: BigInt(answer.knownAtMs),
});

const sumsMessage = (sums: Sums): MessageInitShape<typeof TotalsSchema> => ({ ...sumsView(sums), acceleratorMs: sums.acceleratorMs });

export const conservationMessage = (one: SourceConservation): MessageInitShape<typeof ConservationSchema> => ({
  provider: one.provider,
  source: one.source,
  records: countsMessage(one.records),
  acceleratorMs: countsMessage(one.acceleratorMs),
  opaqueReports: one.opaqueReports,
});

const countsMessage = (counts: FateCounts): MessageInitShape<typeof CountsSchema> =>
  Object.fromEntries(FATES.map((fate) => [fate, counts[fate].toString()]));

export const reportFateMessage = (id: ReportId, fate: ReportFate): MessageInitShape<typeof GetReportResponseSchema> => ({
  provider: id.provider,
  source: id.source,
  epoch: id.epoch,
  sequence: id.sequence,
  contentHash: fate.contentHash,
  ledgerPosition: fate.ledgerPosition,
  knownAtMs: BigInt(fate.knownAtMs),
  status: fate.status,
  records: fate.records.map(recordMessage),
  copies: fate.copies.map((copy) => ({ ...copy, knownAtMs: BigInt(copy.knownAtMs) })),
});

const recordMessage = ({ index, fate, reason, waitingFor, parts, replacedBy }: RecordFate) => ({
  index,
  fate,
  reason: reason ?? '',
  waitingFor: waitingFor ?? '',
  parts,
  replacedBy: replacedBy ?? '',
});

export const findingMessage = (finding: Finding): MessageInitShape<typeof FindingSchema> => ({
  ...finding,
  firstKnownAtMs: BigInt(finding.firstKnownAtMs),
  lastKnownAtMs: BigInt(finding.lastKnownAtMs),
});
