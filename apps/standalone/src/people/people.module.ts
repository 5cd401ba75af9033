import { type DynamicModule, Module } from '@nestjs/common';
import { OwnSessionsController } from './own-sessions.controller.js';
import { PeopleController } from './people.controller.js';
import { PEOPLE_PARTS, type PeopleParts } from './people.parts.js';

/** `/v1/people`, where the embedded issuer keeps the people. */
@Module({})
export class PeopleModule {
  static register(parts: PeopleParts): DynamicModule {
    return {
      module: PeopleModule,
      // First what is fixed: "me" is nobody's id.
      controllers: [OwnSessionsController, PeopleController],
      providers: [{ provide: PEOPLE_PARTS, useValue: parts }],
    };
  }
}
