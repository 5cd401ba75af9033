import type { Room } from '../room.js';
import { CitedRules } from './cited-rules.js';
import { ClosingController } from './closing.controller.js';
import { ProposalsController } from './proposals.controller.js';

export const DECISIONS_ROOM: Room = { controllers: [ProposalsController, ClosingController], providers: [CitedRules] };
