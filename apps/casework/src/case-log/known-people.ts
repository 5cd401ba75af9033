import { Injectable } from '@nestjs/common';
import { NOBODY_KNOWN, type PeopleFacts } from '@tidemark/domain';
import { PeopleSource } from './people-source.js';

@Injectable()
export class KnownPeople extends PeopleSource {
  async load(): Promise<PeopleFacts> {
    return NOBODY_KNOWN;
  }
}
