import type { MessageInitShape } from '@bufbuild/protobuf';
import { Controller } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { type Caller, CurrentCaller, Permit } from '@tidemark/access';
import type { ReleaseIdentityRequest, ReleaseIdentityResponseSchema } from '@tidemark/contracts';
import { orProblem } from '@tidemark/edge';
import { readWanted } from './judge-release.js';
import { RELEASE_REFUSALS } from './release.refusals.js';
import { ReleaseIdentityHandler } from './release-identity.handler.js';

/** `tidemark.customer.v1.CustomerRegistry/ReleaseIdentity`: for casework, with the token of the regulator who reads. */
@Controller()
export class ReleaseGrpcController {
  constructor(private readonly handler: ReleaseIdentityHandler) {}

  @GrpcMethod('CustomerRegistry', 'ReleaseIdentity')
  @Permit('case-identity', 'see')
  async release(
    @Payload() request: ReleaseIdentityRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof ReleaseIdentityResponseSchema>> {
    const wanted = orProblem(readWanted(request), RELEASE_REFUSALS);
    const { version, releasedAtMs, ...released } = orProblem(await this.handler.release(caller, wanted), RELEASE_REFUSALS);
    return { ...released, version: BigInt(version), releasedAtMs: BigInt(releasedAtMs) };
  }
}
