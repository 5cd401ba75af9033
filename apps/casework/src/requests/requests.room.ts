import type { Room } from '../room.js';
import { InformationRequestsController } from './information-requests.controller.js';
import { RequestFilesController } from './request-files.controller.js';
import { RequestTemplatesController } from './request-templates.controller.js';
import { ServedAnswersController } from './served-answers.controller.js';

export const REQUESTS_ROOM: Room = {
  controllers: [InformationRequestsController, RequestFilesController, RequestTemplatesController, ServedAnswersController],
};
