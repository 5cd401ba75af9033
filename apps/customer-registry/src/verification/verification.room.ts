import type { Room } from '../registry/room.js';
import { AskRevalidation } from './ask-revalidation.js';
import { AskReverificationTask, LapseLevelTask } from './expiry.task.js';
import { RevalidationController } from './revalidation.controller.js';
import { VerificationController } from './verification.controller.js';

export const VERIFICATION_ROOM: Room = {
  controllers: [VerificationController, RevalidationController],
  providers: [AskRevalidation, AskReverificationTask, LapseLevelTask],
  tasks: [AskReverificationTask, LapseLevelTask],
};
