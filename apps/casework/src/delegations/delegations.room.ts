import { PostgresDelegations } from '../postgres/delegations.postgres.js';
import { PostgresPeopleRecords } from '../postgres/people.postgres.js';
import { PostgresPendingSteps } from '../postgres/people-steps.postgres.js';
import type { Room } from '../room.js';
import { DelegationsController } from './delegations.controller.js';
import { DelegationsHandler } from './delegations.handler.js';
import { Delegations } from './delegations.port.js';
import { PendingSteps } from './pending-steps.port.js';
import { PendingStepsProjector } from './pending-steps.projector.js';
import { PeopleRecords } from './people-records.port.js';
import { PersonChangesConsumer } from './person-changes.consumer.js';
import { PersonTopic } from './person-topic.js';
import { VoidSteps } from './void-steps.js';

export const DELEGATIONS_ROOM: Room = {
  controllers: [DelegationsController, PersonChangesConsumer],
  providers: [
    { provide: PeopleRecords, useClass: PostgresPeopleRecords },
    { provide: Delegations, useClass: PostgresDelegations },
    { provide: PendingSteps, useClass: PostgresPendingSteps },
    DelegationsHandler,
    PersonTopic,
    VoidSteps,
    PendingStepsProjector,
  ],
  projectors: [PendingStepsProjector],
};
