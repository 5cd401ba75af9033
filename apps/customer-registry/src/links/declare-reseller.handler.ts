import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { idProblem, resellerRefusal as refusalOf } from '@tidemark/domain';
import { type EdgeRefusalCode, type Refused, refuse } from '@tidemark/edge';
import type { Write } from '../registry/write.js';
import { resellerRefusal } from './link-refusal.js';
import type { LinkRefusalCode } from './links.refusals.js';
import { type KeptDeclaration, Resellers } from './resellers.port.js';

export interface DeclaredReseller {
  provider: string;
  account: string;
  fromMs: number;
  toMs?: number | undefined;
  subAccounts: string[];
  opaque: boolean;
  /** The version that the caller has seen; undefined: none. */
  ifMatch?: number | undefined;
}

type Answer = { declaration: KeptDeclaration } | Refused<LinkRefusalCode | EdgeRefusalCode>;

/** Says that an account sells on, from date to date. The same again changes nothing. */
@Injectable()
export class DeclareResellerHandler {
  constructor(private readonly resellers: Resellers) {}

  async declare(write: Write, { ifMatch, ...declared }: DeclaredReseller): Promise<Answer> {
    const malformed = [declared.account, ...declared.subAccounts].find((id) => id === '' || idProblem(id) !== undefined);
    if (malformed !== undefined)
      return refuse('ACCOUNT_MALFORMED', 'An account is not an id.', { members: { account: malformed.slice(0, 40) } });
    const all = await this.resellers.ofProvider(write.tx, declared.provider);
    const latest = [...new Map(all.map((one) => [one.account, one])).values()];
    const standing = latest.find(({ account }) => account === declared.account);
    const stale = staleness(standing, ifMatch);
    if (stale) return stale;
    const next = nextDeclaration(declared, standing, write);
    if (standing && saysTheSame(standing, next)) return { declaration: standing };
    const refusal = refusalOf(next, latest);
    if (refusal) return resellerRefusal(refusal);
    await this.resellers.add(write.tx, next);
    const { provider, account, fromMs, toMs, subAccounts, opaque } = next;
    await write.publish({ case: 'reseller', value: { provider, account, fromMs, toMs, subAccounts: [...subAccounts], opaque } });
    return { declaration: next };
  }
}

function nextDeclaration(
  { toMs, ...declared }: Omit<DeclaredReseller, 'ifMatch'>,
  standing: KeptDeclaration | undefined,
  write: Write,
): KeptDeclaration {
  return {
    ...declared,
    ...(toMs === undefined ? {} : { toMs }),
    subAccounts: [...new Set(declared.subAccounts)].sort(),
    version: (standing?.version ?? 0) + 1,
    declaredBy: write.by,
    knownAtMs: write.nowMs,
  };
}

/** A declaration replaces the one before whole: whoever has not seen that one would undo it unknowingly. */
function staleness(standing: KeptDeclaration | undefined, ifMatch: number | undefined): Refused<EdgeRefusalCode> | undefined {
  if (ifMatch === undefined)
    return standing ? refuse('PRECONDITION_REQUIRED', `The declaration stands at version ${standing.version}.`) : undefined;
  if (ifMatch === (standing?.version ?? 0)) return undefined;
  return refuse('PRECONDITION_FAILED', `The declaration stands at version ${standing?.version ?? 0}.`);
}

function saysTheSame(a: KeptDeclaration, b: KeptDeclaration): boolean {
  const said = ({ fromMs, toMs, subAccounts, opaque }: KeptDeclaration) => [fromMs, toMs, [...subAccounts], opaque];
  return isDeepStrictEqual(said(a), said(b));
}
