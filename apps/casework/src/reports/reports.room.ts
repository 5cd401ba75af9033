import type { Room } from '../room.js';
import { DraftReportHandler } from './draft-report.handler.js';
import { ReportsController } from './reports.controller.js';

export const REPORTS_ROOM: Room = { controllers: [ReportsController], providers: [DraftReportHandler] };
