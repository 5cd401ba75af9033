import { fromBinary } from '@bufbuild/protobuf';
import {
  type AccountLink,
  type ControlKind,
  type IdentityFact,
  type IdentityStatement,
  type LinkEndCause,
  readFraction,
  type VerificationLevel,
} from '@tidemark/domain';
import {
  AccountUnlinked_Cause,
  ControlEdgeStated_Kind,
  type CustomerEvent,
  CustomerEventSchema,
  CustomerStanding_Status,
  ExemptionGranted_Kind,
  IntentDeclared_Trains,
  Level_Value,
  LinkEvidence_Confirmation,
  LinkEvidence_Kind,
  LinkEvidence_Strength,
} from './customer.js';

/** A message of `customer.v1`, read. */
export interface IdentityMessage {
  readonly sequence: bigint;
  readonly knownAtMs: number;
  /** Undefined: it says nothing that use is attributed or judged by. */
  readonly fact: IdentityFact | undefined;
}

/** Throws with the reason when the bytes are no fact, or one that says what cannot be. */
export function readIdentity(bytes: Uint8Array): IdentityMessage {
  const event = fromBinary(CustomerEventSchema, bytes);
  if (event.sequence < 1n || event.fact.case === undefined) throw new Error('a fact without sequence or content');
  const [sequence, knownAtMs] = [Number(event.sequence), Number(event.knownAtMs)];
  const statement = statementOf(event.fact);
  return { sequence: event.sequence, knownAtMs, fact: statement && { sequence, knownAtMs, ...statement } };
}

function statementOf(fact: CustomerEvent['fact']): IdentityStatement | undefined {
  switch (fact.case) {
    case 'standing': {
      const { customer, provider, related, level, status, fromMs, levelValidUntilMs } = fact.value;
      const until = levelValidUntilMs === undefined ? {} : { levelValidUntilMs: Number(levelValidUntilMs) };
      const words = { level: named<VerificationLevel>(Level_Value, level), status: named<'ACTIVE'>(CustomerStanding_Status, status) };
      return { type: 'standing', customer, provider, related, ...words, fromMs: Number(fromMs), ...until };
    }
    case 'accountLinked': {
      const { link, provider, account, customer, evidence } = fact.value;
      return { type: 'linked', link, provider, account, customer, ...timeOf(fact.value), evidence: evidenceOf(evidence) };
    }
    case 'accountUnlinked': {
      const { link, provider, account, customer, atMs, cause } = fact.value;
      return {
        type: 'unlinked',
        link,
        provider,
        account,
        customer,
        atMs: Number(atMs),
        cause: named<LinkEndCause>(AccountUnlinked_Cause, cause),
      };
    }
    case 'party':
      return { type: 'resolved', customer: fact.value.customer, provider: fact.value.provider, party: fact.value.party };
    case 'controlStated': {
      const { edge, provider, owner, owned, kind, share } = fact.value;
      const said = share === '' ? {} : { share: readFraction(share) };
      return {
        type: 'controlStated',
        edge,
        provider,
        owner,
        owned,
        kind: named<ControlKind>(ControlEdgeStated_Kind, kind),
        ...said,
        ...timeOf(fact.value),
      };
    }
    case 'controlEnded':
      return { type: 'controlEnded', edge: fact.value.edge, atMs: Number(fact.value.atMs) };
    case 'intent': {
      const { customer, provider, version, trains, computeFlop, modalities, fromMs, toMs } = fact.value;
      return {
        type: 'intentDeclared',
        customer,
        provider,
        version,
        trains: named<'YES'>(IntentDeclared_Trains, trains),
        ...(computeFlop === '' ? {} : { computeFlop: BigInt(computeFlop) }),
        modalities,
        ...(fromMs === undefined ? {} : { fromMs: Number(fromMs) }),
        ...(toMs === undefined ? {} : { toMs: Number(toMs) }),
      };
    }
    case 'exemption': {
      const { exemption, customer, provider, kind, subject, fromMs, untilMs } = fact.value;
      if (kind !== ExemptionGranted_Kind.ATTESTATION) return undefined;
      return { type: 'attested', exemption, customer, provider, subject, fromMs: Number(fromMs), untilMs: Number(untilMs) };
    }
    case 'exemptionEnded':
      return {
        type: 'attestationEnded',
        exemption: fact.value.exemption,
        customer: fact.value.customer,
        atMs: Number(fact.value.atMs),
      };
    default:
      // Erasures take away who it was and not what was used; re-validations and assessments judge nothing here.
      return undefined;
  }
}

const timeOf = ({ fromMs, toMs }: { fromMs: bigint; toMs?: bigint }) => ({
  fromMs: Number(fromMs),
  ...(toMs === undefined ? {} : { toMs: Number(toMs) }),
});

function evidenceOf(evidence: { kind: number; strength: number; confirmation: number } | undefined): AccountLink['evidence'] {
  if (!evidence) throw new Error('a link without evidence');
  return {
    kind: named(LinkEvidence_Kind, evidence.kind),
    strength: named(LinkEvidence_Strength, evidence.strength),
    confirmation: named(LinkEvidence_Confirmation, evidence.confirmation),
  };
}

/** The word of an enum's number. A number without a meaning is refused: nothing may be taken for something else. */
function named<Word extends string>(words: Readonly<Record<number, string>>, value: number): Word {
  const word = words[value];
  if (word === undefined || word.endsWith('UNSPECIFIED')) throw new Error(`an unknown word: ${value}`);
  return word as Word;
}
