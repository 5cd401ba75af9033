import { createPublicKey, verify } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  judgeEvidence,
  type LinkConfirmation,
  type LinkEvidence,
  type LinkEvidenceKind,
  type LinkStrength,
  linkStatementText,
} from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import type { LinkRefusalCode } from './links.refusals.js';
import { StatementKeys } from './statement-keys.port.js';

/** What the caller puts behind a link. */
export interface StatedBasis {
  kind: LinkEvidenceKind;
  detail?: string | undefined;
  strength?: LinkStrength | undefined;
  statement?: { keyId: string; signature: string; statedAtMs: number } | undefined;
  /** Whether a human being says so, by the role of the token. */
  byPerson: boolean;
}

/** What was stated, as far as a signature has to cover it. */
export interface StatedFor {
  provider: string;
  account: string;
  customer: string;
  fromMs: number;
  toMs?: number | undefined;
}

/** Decides what a link rests on: who stands behind it, and whether a signature is genuine. */
@Injectable()
export class EvidenceJudge {
  constructor(private readonly keys: StatementKeys) {}

  async judge(tx: Transaction, stated: StatedFor, basis: StatedBasis): Promise<{ evidence: LinkEvidence } | Refused<LinkRefusalCode>> {
    const { kind, strength, statement, byPerson } = basis;
    if (statement) {
      const refused = await this.refusalOf(tx, stated, statement);
      if (refused) return refused;
    }
    const confirmation: LinkConfirmation = byPerson ? 'PERSON' : statement ? 'STATEMENT' : 'UNCONFIRMED';
    const evidence = judgeEvidence({ kind, strength, confirmation });
    if (!('refused' in evidence)) return { evidence };
    const { code } = evidence.refused;
    return refuse(code, 'The evidence is more than the caller can give.', { field: code.startsWith('ANALYST') ? 'evidence' : 'strength' });
  }

  private async refusalOf(
    tx: Transaction,
    stated: StatedFor,
    { keyId, signature, statedAtMs }: NonNullable<StatedBasis['statement']>,
  ): Promise<Refused<LinkRefusalCode> | undefined> {
    const key = await this.keys.find(tx, stated.provider, keyId);
    if (!key || key.revokedAtMs !== undefined)
      return refuse('STATEMENT_KEY_UNKNOWN', 'No such key is registered.', { field: 'statement.keyId' });
    const text = Buffer.from(linkStatementText({ ...stated, statedAtMs }), 'utf8');
    if (verify(null, text, publicKeyOf(key.publicKey), Buffer.from(signature, 'base64'))) return undefined;
    return refuse('STATEMENT_NOT_GENUINE', 'The signature is not of this statement by that key.', { field: 'statement.signature' });
  }
}

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const publicKeyOf = (raw: Buffer) => createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });

/** The raw 32 bytes of an Ed25519 key given as SPKI PEM or in base64; undefined when it is none. */
export function readPublicKey(text: string): Buffer | undefined {
  try {
    if (!text.includes('BEGIN PUBLIC KEY')) return rawKey(Buffer.from(text.trim(), 'base64'));
    const key = createPublicKey(text);
    if (key.asymmetricKeyType !== 'ed25519') return undefined;
    return rawKey(key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length));
  } catch {
    // What OpenSSL cannot read is no key: the caller is told so by code.
    return undefined;
  }
}

function rawKey(raw: Buffer): Buffer | undefined {
  if (raw.length !== 32) return undefined;
  publicKeyOf(raw);
  return raw;
}
