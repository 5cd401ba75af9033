/** The model's facts as the messages that other services put on the logs. */
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  AccountUnlinked_Cause,
  ControlEdgeStated_Kind,
  CustomerEventSchema,
  CustomerStanding_Status,
  ExemptionGranted_Kind,
  facility,
  IntentDeclared_Trains,
  Level_Value,
  LinkEvidence_Confirmation,
  LinkEvidence_Kind,
  LinkEvidence_Strength,
  PostedBatchSchema,
} from '@tidemark/contracts';
import { fraction, printFraction } from '@tidemark/domain';
import type { FlagFact, PostedTruth } from '../truth/flags/flag-truth.model.js';

/** One transaction of the ledger, or a part of it. */
export function postedMessage(ledgerPosition: bigint, part: number, knownAtMs: number, postings: readonly PostedTruth[]): Uint8Array {
  const names = [''];
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  const column = (of: 'provider' | 'account' | 'cluster' | 'accelerator') => postings.map((posting) => place(posting[of]));
  return toBinary(
    PostedBatchSchema,
    create(PostedBatchSchema, {
      ...{ ledgerPosition, part, knownAtMs: BigInt(knownAtMs), policyVersion: 1, catalogueVersion: 1, names },
      ...{ provider: column('provider'), account: column('account'), cluster: column('cluster'), accelerator: column('accelerator') },
      hour: postings.map(({ hour }) => BigInt(hour)),
      acceleratorMs: postings.map(({ acceleratorMs }) => acceleratorMs),
      lower: postings.map(({ lower }) => lower),
      expected: postings.map(({ expected }) => expected),
      upper: postings.map(({ upper }) => upper),
    }),
  );
}

type CustomerFact = MessageInitShape<typeof CustomerEventSchema>['fact'];

export function customerMessage(sequence: bigint, fact: FlagFact): Uint8Array {
  const event = { id: `customer-${sequence}`, sequence, knownAtMs: BigInt(fact.knownAtMs), recordedBy: 'test', fact: customerFact(fact) };
  return toBinary(CustomerEventSchema, create(CustomerEventSchema, event));
}

const ms = (value: number): bigint => BigInt(value);
const until = (toMs: number | undefined) => (toMs === undefined ? {} : { toMs: ms(toMs) });

function customerFact(fact: FlagFact): CustomerFact {
  switch (fact.type) {
    case 'standing': {
      const { customer, provider, related, level, status, fromMs, levelValidUntilMs } = fact;
      const lapses = levelValidUntilMs === undefined ? {} : { levelValidUntilMs: ms(levelValidUntilMs) };
      const words = { level: Level_Value[level], status: CustomerStanding_Status[status] };
      return { case: 'standing', value: { customer, provider, kind: 1, related, ...words, fromMs: ms(fromMs), ...lapses, version: 1n } };
    }
    case 'linked': {
      const { link, provider, account, customer, fromMs, toMs } = fact;
      const evidence = {
        kind: LinkEvidence_Kind.DECLARED,
        strength: LinkEvidence_Strength.FAIR,
        confirmation: LinkEvidence_Confirmation.PERSON,
      };
      return { case: 'accountLinked', value: { link, provider, account, customer, fromMs: ms(fromMs), ...until(toMs), evidence } };
    }
    case 'unlinked': {
      const { link, provider, account, customer, atMs } = fact;
      return { case: 'accountUnlinked', value: { link, provider, account, customer, atMs: ms(atMs), cause: AccountUnlinked_Cause.ENDED } };
    }
    case 'resolved':
      return { case: 'party', value: { customer: fact.customer, provider: fact.provider, party: fact.party, cause: 3 } };
    case 'controlStated': {
      const { edge, provider, owner, owned, kind, share, fromMs, toMs } = fact;
      const said = share ? printFraction(fraction(share.numerator, share.denominator)) : '';
      const value = { edge, provider, owner, owned, kind: ControlEdgeStated_Kind[kind], share: said, fromMs: ms(fromMs), ...until(toMs) };
      return { case: 'controlStated', value };
    }
    case 'controlEnded':
      return { case: 'controlEnded', value: { edge: fact.edge, atMs: ms(fact.atMs) } };
    case 'intentDeclared': {
      const { customer, provider, version, trains, computeFlop, modalities, fromMs, toMs } = fact;
      const compute = { trains: IntentDeclared_Trains[trains], computeFlop: computeFlop?.toString() ?? '' };
      const from = fromMs === undefined ? {} : { fromMs: ms(fromMs) };
      return { case: 'intent', value: { customer, provider, version, ...compute, modalities, ...from, ...until(toMs) } };
    }
    case 'attested': {
      const { exemption, customer, provider, subject, fromMs, untilMs } = fact;
      const value = { exemption, customer, provider, kind: ExemptionGranted_Kind.ATTESTATION, subject };
      return { case: 'exemption', value: { ...value, fromMs: ms(fromMs), untilMs: ms(untilMs) } };
    }
    case 'attestationEnded':
      return { case: 'exemptionEnded', value: { exemption: fact.exemption, customer: fact.customer, atMs: ms(fact.atMs) } };
    case 'erased':
      return { case: 'erased', value: { customer: fact.customer, provider: fact.provider } };
    default:
      throw new Error(`${fact.type} is no fact of the customer registry`);
  }
}

/** A cluster of the model X, of which one has the given peak. */
export function clusterMessages(id: string, fact: Extract<FlagFact, { type: 'cluster' }>): Uint8Array[] {
  const gflops = fact.peakOpsPerSecond / 1_000_000_000n;
  const model = create(facility.AcceleratorSchema, { model: 'X', vendor: 'test', aliases: [], peaksGflops: { bf16: gflops } });
  const { provider, cluster, accelerators, interconnectGbps, inServiceFromMs } = fact;
  const registered = create(facility.ComputeClusterSchema, {
    ...{ provider, id: cluster, site: 's', accelerator: 'X', accelerators, interconnectGbps, inServiceFromMs: ms(inServiceFromMs) },
  });
  const event = (suffix: string, of: MessageInitShape<typeof facility.FacilityEventSchema>['fact']) =>
    toBinary(
      facility.FacilityEventSchema,
      create(facility.FacilityEventSchema, { id: `${id}-${suffix}`, recordedAtMs: ms(fact.knownAtMs), recordedBy: 'test', fact: of }),
    );
  return [event('model', { case: 'accelerator', value: model }), event('cluster', { case: 'cluster', value: registered })];
}
