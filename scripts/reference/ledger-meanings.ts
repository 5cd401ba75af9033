/** Why a record is held, and what is found: codes that the ledger shows but never answers a request with. */
import type { HeldReason, MeteringFindingName } from '@tidemark/domain';

type FindingKind =
  | MeteringFindingName
  | 'COUNT_DIFFERS'
  | 'EPOCH_WENT_BACK'
  | 'METER_SILENT'
  | 'MODEL_MISMATCH'
  | 'OVER_CAPACITY'
  | 'REGISTRATION_CHANGED'
  | 'REPORT_CONFLICT'
  | 'SEQUENCE_GAP'
  | 'TOTAL_OVERFLOW';

interface Meaning {
  meaning: string;
  remedy: string;
}

export const HELD_REASONS: Record<HeldReason, Meaning> = {
  UNKNOWN_ACCELERATOR: {
    meaning: 'The catalogue has neither a model nor an alias of this name.',
    remedy: 'Ask the operator for the alias or the model; the record is counted by itself once it is known.',
  },
  UNKNOWN_CLUSTER: { meaning: 'The compute cluster is not registered.', remedy: 'Register it; the record is counted by itself then.' },
  NOT_IN_SERVICE: {
    meaning: 'The compute cluster is not in service for all of the interval.',
    remedy: 'Correct the dates of the registration, or the record.',
  },
  TARGET_MISSING: { meaning: 'The record that this one corrects has not arrived.', remedy: 'Send the report that holds it.' },
  TARGET_REJECTED: { meaning: 'The record that this one corrects was rejected.', remedy: 'Send the use as a new record instead.' },
  TARGET_OUT_OF_RANGE: {
    meaning: 'The report that the correction names has no record of this index.',
    remedy: 'Correct the index in a new correction.',
  },
  TOTAL_OVERFLOW: {
    meaning: 'With it, a total would leave the 64 bits that it is kept in. Nothing of its report was counted.',
    remedy: 'Check counts, times and the peaks of the accelerator; send what is right under a new sequence.',
  },
  CORRECTION_CYCLE: { meaning: 'Corrections lead back to themselves.', remedy: 'Send the use as a new record.' },
};

export const FINDING_KINDS: Record<FindingKind, Meaning> = {
  COUNT_DIFFERS: {
    meaning: 'The same use of a job came twice with different counts; the first counts.',
    remedy: 'Correct the record that is wrong.',
  },
  EPOCH_WENT_BACK: { meaning: 'A report of a lower epoch came after one of a higher.', remedy: 'Check how the meter keeps its epoch.' },
  FORMAT_UNSUPPORTED: { meaning: 'The model does not have the number format; BF16 was used.', remedy: 'Correct the format or the model.' },
  METER_SILENT: { meaning: 'A meter sends less often than it is registered to.', remedy: 'Look after the meter.' },
  MODEL_MISMATCH: {
    meaning: 'The record names another model than its compute cluster is registered with; it counts with its own.',
    remedy: 'Correct the record or the registration.',
  },
  NO_16BIT_PEAK: {
    meaning: 'The model has no 16-bit peak; its widest 8-bit peak was used.',
    remedy: 'None, unless the catalogue is wrong.',
  },
  OVER_CAPACITY: {
    meaning: 'More accelerators were reported at once than the compute cluster has.',
    remedy: 'Correct the registration or the reports.',
  },
  REGISTRATION_CHANGED: {
    meaning: 'A compute cluster was registered otherwise after use of it was counted; what was counted stays as it was decided.',
    remedy: 'Where the earlier registration was wrong, correct the records that it decided.',
  },
  REPORT_CONFLICT: {
    meaning: 'A report came again under the same source, epoch and sequence with other content; the first stands.',
    remedy: 'Send what is new under a new sequence, as corrections where it replaces something.',
  },
  SEQUENCE_GAP: { meaning: 'Sequences are missing.', remedy: 'Send the missing reports; sending again is always safe.' },
  TOTAL_OVERFLOW: {
    meaning: 'A report was held whole, because a total would have left the 64 bits that it is kept in.',
    remedy: 'Check counts, times and the peaks of the accelerator; send what is right under a new sequence.',
  },
  WIDEST_PEAK_USED: {
    meaning: 'The model has neither a 16-bit nor an 8-bit peak; its widest peak was used.',
    remedy: 'None, unless the catalogue is wrong.',
  },
};
