import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { FacilityEventSchema } from '@tidemark/contracts';
import type { FacilityFact } from './facility-fact.js';

type Fact = NonNullable<MessageInitShape<typeof FacilityEventSchema>['fact']>;

/** The fact as it travels on `facility.v1`. Its id follows from what it says, so every delivery has the same. */
export function encodeFacilityFact(fact: FacilityFact): Uint8Array {
  return toBinary(
    FacilityEventSchema,
    create(FacilityEventSchema, {
      id: `${fact.kind}/${fact.provider}/${fact.id}/${fact.version}`,
      recordedAtMs: BigInt(fact.recordedAtMs),
      recordedBy: fact.recordedBy,
      fact: factMessage(fact),
    }),
  );
}

function factMessage(fact: FacilityFact): Fact {
  switch (fact.kind) {
    case 'provider':
      return { case: 'provider', value: providerMessage(fact as FacilityFact<'provider'>) };
    case 'site':
      return { case: 'site', value: siteMessage(fact as FacilityFact<'site'>) };
    case 'cluster':
      return { case: 'cluster', value: clusterMessage(fact as FacilityFact<'cluster'>) };
    case 'meter':
      return { case: 'meter', value: meterMessage(fact as FacilityFact<'meter'>) };
    default:
      return fact.kind satisfies never;
  }
}

const providerMessage = ({ id, content }: FacilityFact<'provider'>) => ({ id, name: content.name });

const siteMessage = ({ provider, id, content }: FacilityFact<'site'>) => ({
  provider,
  id,
  name: content.name ?? '',
  country: content.country ?? '',
});

/** Also what gRPC answers: proto3 has no "absent" for most fields, their zero stands for it. */
export const clusterMessage = ({ provider, id, content }: FacilityFact<'cluster'>) => ({
  provider,
  id,
  site: content.site,
  accelerator: content.accelerator,
  accelerators: content.accelerators,
  acceleratorsPerNode: content.acceleratorsPerNode ?? 0,
  interconnectGbps: content.interconnectGbps ?? 0,
  inServiceFromMs: BigInt(content.inServiceFromMs),
  ...(content.inServiceToMs === undefined ? {} : { inServiceToMs: BigInt(content.inServiceToMs) }),
  assumption: content.assumption ?? '',
});

export const meterMessage = ({ provider, id, content }: FacilityFact<'meter'>) => ({
  provider,
  source: id,
  cluster: content.cluster ?? '',
  publicKey: content.publicKey ?? '',
  expectedIntervalSeconds: content.expectedIntervalSeconds ?? 0,
});
