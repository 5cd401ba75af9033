import type { ReportCandidate } from '@tidemark/domain';

/** Which door a report came through; stands in its envelope. */
export type Door = 'http' | 'cloudevents' | 'grpc' | 'kafka';

/** A report that could be read but is not yet checked, and how it came. */
export interface ReadReport {
  candidate: ReportCandidate;
  /** The report as it came, asked for only when it is of a schema version that this door cannot read. */
  raw: () => Uint8Array;
  rawContentType: string;
}

/** One report, on its way in. The provider is who the transport proved it to be, never what the payload says. */
export interface Submission extends ReadReport {
  provider: string;
  door: Door;
}
