import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Admission } from '../admission/admission.js';
import { DOOR_LIMITS_TOKEN, type DoorLimits } from '../door-limits.js';
import type { DoorRefusal } from '../door-problems.js';
import { announcedBytes, discardBody, readBody } from './read-body.js';
import { refusedRequest } from './refused-request.js';

/** What every request of usage goes through: room is made for it, then its body is read, then it is answered, then the room is free. */
@Injectable()
export class DoorRequests {
  constructor(
    private readonly admission: Admission,
    @Inject(DOOR_LIMITS_TOKEN) private readonly limits: DoorLimits,
  ) {}

  /** Throws the problem when the request is refused before `answer` gets to see the body. */
  async take<Answer>(request: IncomingMessage, provider: string, answer: (body: Buffer) => Promise<Answer>): Promise<Answer> {
    const admitted = this.admission.enterRequest(provider, announcedBytes(request, this.limits.bodyBytes), performance.now());
    if ('refused' in admitted) throw this.refuse(request, admitted.refused);
    try {
      const read = await readBody(request, this.limits);
      if ('refused' in read) throw this.refuse(request, read.refused);
      return await answer(read.body);
    } finally {
      admitted.leave();
    }
  }

  private refuse(request: IncomingMessage, refused: DoorRefusal) {
    discardBody(request, refused);
    return refusedRequest(refused);
  }
}
