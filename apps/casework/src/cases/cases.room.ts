import { CaseSteps } from '../case-log/case-steps.js';
import type { Room } from '../room.js';
import { CasesController } from './cases.controller.js';

export const CASES_ROOM: Room = { controllers: [CasesController], providers: [CaseSteps] };
