import { type DynamicModule, Module } from '@nestjs/common';
import { EventLog, TOPICS } from '@tidemark/messaging';
import { AppOutbox } from '@tidemark/observability';
import type { AppDatabase } from '@tidemark/persistence';
import { OwnSessionsController } from './own-sessions.controller.js';
import { PeopleController } from './people.controller.js';
import { PEOPLE_PARTS, type PeopleParts } from './people.parts.js';

/** `/v1/people`, where the embedded issuer keeps the people, and what leaves it of their changes: on person.v1. */
@Module({})
export class PeopleModule {
  static register(parts: PeopleParts, database: AppDatabase): DynamicModule {
    return {
      module: PeopleModule,
      // First what is fixed: "me" is nobody's id.
      controllers: [OwnSessionsController, PeopleController],
      providers: [
        { provide: PEOPLE_PARTS, useValue: parts },
        {
          provide: AppOutbox,
          useFactory: (eventLog: EventLog) =>
            new AppOutbox({ database, eventLog, topics: [{ name: TOPICS.person, partitions: 1 }], carries: 'changes of people' }),
          inject: [EventLog],
        },
      ],
    };
  }
}
