import { BANDS_ROOM } from './bands/bands.room.js';
import { EVALUATIONS_ROOM } from './evaluations/evaluations.room.js';
import { EVIDENCE_ROOM } from './evidence/evidence.room.js';
import { FLAGS_ROOM } from './flags/flags.room.js';
import { GRPC_ROOM } from './grpc/grpc.room.js';
import { PROJECTIONS_ROOM } from './projections/projections.room.js';
import type { Room } from './room.js';
import { RULES_ROOM } from './rules/rules.room.js';
import { TOTALS_ROOM } from './totals/totals.room.js';
import { WHAT_IF_ROOM } from './what-if/what-if.room.js';

/** Every room of the monitor that answers questions. A new one is added here and nowhere else. */
export const ROOMS: readonly Room[] = [
  EVALUATIONS_ROOM,
  FLAGS_ROOM,
  EVIDENCE_ROOM,
  PROJECTIONS_ROOM,
  RULES_ROOM,
  TOTALS_ROOM,
  BANDS_ROOM,
  WHAT_IF_ROOM,
  GRPC_ROOM,
];
