import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { grpcAddressOf, TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { CustomerRegistry, type GrpcClient, GrpcFailure, grpcClient, type ReleaseIdentityResponse } from '@tidemark/contracts';
import { refuse } from '@tidemark/edge';
import { IdentityRelease, type ReleasedRecord, type ReleaseRefused, type WantedIdentityRelease } from './identity-release.port.js';

const TIMEOUT_MS = 5_000;
/** A grant reaches the registry through the event log, as a rule within half a second: so long it is waited for, and no longer. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1_000];

@Injectable()
export class GrpcIdentityRelease extends IdentityRelease implements OnApplicationShutdown {
  private readonly registry: GrpcClient<typeof CustomerRegistry>;

  constructor(@Inject(TIDEMARK_CONFIG) config: TidemarkConfig) {
    super();
    this.registry = grpcClient(CustomerRegistry, grpcAddressOf(config, config.registryGrpc));
  }

  async release(wanted: WantedIdentityRelease): Promise<ReleasedRecord | ReleaseRefused> {
    for (const pause of PAUSES_MS) {
      const answer = await this.ask(wanted);
      if (!('refused' in answer) || answer.refused.code !== 'GRANT_NOT_HEARD') return answer;
      await sleep(pause);
    }
    return this.ask(wanted);
  }

  onApplicationShutdown(): void {
    this.registry.close();
  }

  private async ask({ caseId, token, correlationId, ...wanted }: WantedIdentityRelease): Promise<ReleasedRecord | ReleaseRefused> {
    try {
      const request = { ...wanted, fields: [...wanted.fields], case: caseId };
      return releasedRecord(await this.registry.call('releaseIdentity', request, { token, timeoutMs: TIMEOUT_MS, correlationId }));
    } catch (error) {
      if (error instanceof GrpcFailure) return refusalOf(error);
      throw error;
    }
  }
}

const releasedRecord = ({ provider, version, releasedAtMs, sections }: ReleaseIdentityResponse): ReleasedRecord => ({
  provider,
  version: Number(version),
  releasedAtMs: Number(releasedAtMs),
  sections: Object.fromEntries(sections.map(({ field, json }) => [field, JSON.parse(Buffer.from(json).toString('utf8'))])),
});

/** What the registry says, in the words of the case. What it does not say by name is an outage: nothing is shown. */
function refusalOf({ code, detail }: GrpcFailure): ReleaseRefused {
  switch (code) {
    case 'RELEASE_NOT_GRANTED':
      return refuse('GRANT_NOT_HEARD', 'The registry does not know this grant yet.');
    case 'RELEASE_ENDED':
      return refuse('ACCESS_ENDED', 'The registry says that the access has ended.');
    case 'RELEASE_NOT_COVERED':
      return refuse('FIELDS_NOT_GRANTED', detail);
    case 'CUSTOMER_ERASED':
      return refuse('IDENTITY_ERASED', 'The person behind this record was erased.');
    default:
      return refuse('REGISTRY_UNAVAILABLE', 'The customer registry did not answer.');
  }
}
