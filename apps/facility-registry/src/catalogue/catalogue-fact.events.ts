import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { type AcceleratorSchema, FacilityEventSchema } from '@tidemark/contracts';
import { type AcceleratorEntry, PEAK_FORMATS } from '@tidemark/domain';
import type { CatalogueFact } from './catalogue-fact.js';

/** Key of the catalogue's events on `facility.v1`. A provider of that name would share it, and nothing else: the topic has one partition. */
export const CATALOGUE_KEY = 'catalogue';

/** The fact as it travels. Its id follows from what it says, so every delivery has the same. */
export function encodeCatalogueFact(fact: CatalogueFact): Uint8Array {
  return toBinary(
    FacilityEventSchema,
    create(FacilityEventSchema, {
      id: `catalogue/${fact.catalogueVersion}`,
      recordedAtMs: BigInt(fact.recordedAtMs),
      recordedBy: fact.recordedBy,
      fact: factMessage(fact),
    }),
  );
}

function factMessage(fact: CatalogueFact): NonNullable<MessageInitShape<typeof FacilityEventSchema>['fact']> {
  switch (fact.kind) {
    case 'accelerator':
      return { case: 'accelerator', value: acceleratorMessage(fact.content, fact.catalogueVersion) };
    case 'alias':
      return { case: 'alias', value: { ...fact.content, catalogueVersion: fact.catalogueVersion } };
    default:
      return fact satisfies never;
  }
}

/** Also what gRPC answers. */
export function acceleratorMessage(entry: AcceleratorEntry, catalogueVersion: number): MessageInitShape<typeof AcceleratorSchema> {
  const { FP64T, TF32, BF16, FP8, INT8, FP4 } = entry.peaksGflops;
  return {
    model: entry.model,
    vendor: entry.vendor,
    aliases: [...entry.aliases],
    peaksGflops: {
      ...peak('fp64t', FP64T),
      ...peak('tf32', TF32),
      ...peak('bf16', BF16),
      ...peak('fp8', FP8),
      ...peak('int8', INT8),
      ...peak('fp4', FP4),
    },
    sources: PEAK_FORMATS.flatMap((format) => (entry.sources[format] === undefined ? [] : [`${format}: ${entry.sources[format]}`])),
    catalogueVersion,
  };
}

/** Absent is not zero: a format that the model does not have must not be there at all. */
function peak<Name extends string>(name: Name, gflops: number | undefined): { [name in Name]?: bigint } {
  return (gflops === undefined ? {} : { [name]: BigInt(gflops) }) as { [name in Name]?: bigint };
}
