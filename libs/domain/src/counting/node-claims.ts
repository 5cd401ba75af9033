/**
 * Time held on one node: who has counted use of which devices, or under which job, in which interval.
 *
 * A record claims accelerator-time by key: each of its devices, or (account, job) where it names no devices. In the order
 * in which records are claimed, for each millisecond:
 *   1. key held by the same account: duplicate, whatever the counts;
 *   2. key held by another account: conflict;
 *   3. beyond the node's registered accelerators together with all that is counted there: conflict, highest devices first;
 *   4. the rest counts and holds its keys.
 * What a record gets depends only on the claims before it, so claiming records in effective order on an empty node decides
 * a node from nothing: that is how a void or a correction is settled (metering.md, "Counting once").
 */

/** Devices ascending, or a job. Interned by `Holders`, so that equal holders are the same object. */
export type Holder =
  | { readonly devices: readonly number[]; readonly job: undefined }
  | { readonly devices: undefined; readonly job: string };

/** Accelerators of one record in a part of its interval, by what became of them. Milliseconds, half-open. */
export interface Part {
  startMs: number;
  endMs: number;
  counted: number;
  duplicate: number;
  conflict: number;
}

interface ClaimRequest {
  holder: Holder;
  account: number;
  /** Accelerators; the number of devices where the holder has devices. */
  count: number;
  startMs: number;
  endMs: number;
  /** Accelerators registered for a node of this cluster; 0: not registered, nothing is cut. */
  limit: number;
}

/** What a claim came to. `whole`: every accelerator counted for all of the interval, and `parts` is empty. */
export interface ClaimOutcome {
  whole: boolean;
  parts: Part[];
  /** A duplicate part was held with another count. */
  countDiffers: boolean;
}

export interface Claim {
  holder: Holder;
  account: number;
  count: number;
  startMs: number;
  endMs: number;
}

const WHOLE: ClaimOutcome = { whole: true, parts: [], countDiffers: false };

export class NodeClaims {
  private claims: Claim[] = [];
  private lastEndMs = 0;

  get all(): readonly Claim[] {
    return this.claims;
  }

  /** Puts back a claim as it was saved. */
  restore(claim: Claim): void {
    this.claims.push(claim);
    if (claim.endMs > this.lastEndMs) this.lastEndMs = claim.endMs;
  }

  /**
   * Decides a claim against what is held, and holds what counts. `count`: accelerators, the number of devices where the holder has
   * devices; `limit`: accelerators registered for a node of this cluster, 0 where none are: nothing is cut then.
   */
  claim(holder: Holder, account: number, count: number, startMs: number, endMs: number, limit: number): ClaimOutcome {
    if (!this.fitsWhole(holder, account, count, startMs, endMs, limit)) {
      return this.claimInParts({ holder, account, count, startMs, endMs, limit });
    }
    this.hold(holder, account, count, startMs, endMs);
    return WHOLE;
  }

  /** Forgets what is held in [fromMs, toMs). */
  cut(fromMs: number, toMs: number): void {
    const kept: Claim[] = [];
    for (const claim of this.claims) {
      if (claim.endMs <= fromMs || claim.startMs >= toMs) kept.push(claim);
      else {
        if (claim.startMs < fromMs) kept.push({ ...claim, endMs: fromMs });
        if (claim.endMs > toMs) kept.push({ ...claim, startMs: toMs });
      }
    }
    this.claims = kept;
    this.lastEndMs = kept.reduce((last, claim) => Math.max(last, claim.endMs), 0);
  }

  /**
   * True when nothing of the request can be duplicate or conflict. The common case, a meter that goes on where it stopped,
   * needs no look at the claims. May be false although all would count; the slow way then finds that out.
   */
  private fitsWhole(holder: Holder, account: number, count: number, startMs: number, endMs: number, limit: number): boolean {
    if (limit > 0 && (count > limit || beyondLimit(holder, limit))) return false;
    if (startMs >= this.lastEndMs) return true;
    let used = count;
    for (const claim of this.claims) {
      if (claim.endMs <= startMs || claim.startMs >= endMs) continue;
      used += claim.count;
      if ((limit > 0 && used > limit) || sharesKey(claim, holder, account)) return false;
    }
    return true;
  }

  private claimInParts(request: ClaimRequest): ClaimOutcome {
    const { startMs, endMs } = request;
    const near = this.claims.filter((claim) => claim.endMs > startMs && claim.startMs < endMs);
    const cuts = [startMs, endMs];
    for (const claim of near) {
      if (claim.startMs > startMs) cuts.push(claim.startMs);
      if (claim.endMs < endMs) cuts.push(claim.endMs);
    }
    cuts.sort((a, b) => a - b);
    const outcome: ClaimOutcome = { whole: false, parts: [], countDiffers: false };
    for (let i = 1; i < cuts.length; i++) {
      const from = cuts[i - 1]!;
      const to = cuts[i]!;
      if (from === to) continue;
      const held = near.filter((claim) => claim.startMs <= from && claim.endMs >= to);
      this.decideInterval(request, held, from, to, outcome);
    }
    if (outcome.parts.every((part) => part.duplicate === 0 && part.conflict === 0)) return WHOLE;
    return outcome;
  }

  private decideInterval(request: ClaimRequest, held: readonly Claim[], from: number, to: number, outcome: ClaimOutcome): void {
    const { holder, account, count, limit } = request;
    const left = limit === 0 ? Number.POSITIVE_INFINITY : limit - held.reduce((sum, claim) => sum + claim.count, 0);
    const part: Part = { startMs: from, endMs: to, counted: 0, duplicate: 0, conflict: 0 };
    if (holder.devices === undefined) {
      const same = held.find((claim) => claim.account === account && claim.holder.job === holder.job);
      if (same) {
        part.duplicate = count;
        if (same.count !== count) outcome.countDiffers = true;
      } else {
        part.counted = Math.max(0, Math.min(count, left));
        part.conflict = count - part.counted;
        if (part.counted > 0) this.hold(holder, account, part.counted, from, to);
      }
    } else {
      const counted = this.decideDevices(holder.devices, request, held, left, part);
      if (counted.length > 0) {
        const whole = counted.length === holder.devices.length;
        this.hold(whole ? holder : { devices: counted, job: undefined }, account, counted.length, from, to);
      }
    }
    appendPart(outcome.parts, part);
  }

  private decideDevices(devices: readonly number[], request: ClaimRequest, held: readonly Claim[], left: number, part: Part): number[] {
    const counted: number[] = [];
    for (const device of devices) {
      const holding = held.find((claim) => claim.holder.devices?.includes(device));
      if (holding) {
        if (holding.account === request.account) part.duplicate++;
        else part.conflict++;
      } else if ((request.limit > 0 && device >= request.limit) || counted.length >= left) part.conflict++;
      else counted.push(device);
    }
    part.counted = counted.length;
    return counted;
  }

  private hold(holder: Holder, account: number, count: number, startMs: number, endMs: number): void {
    if (endMs > this.lastEndMs) this.lastEndMs = endMs;
    const claims = this.claims;
    // From the end: the claim that goes on is among the last ones.
    for (let i = claims.length - 1; i >= 0; i--) {
      const claim = claims[i]!;
      if (claim.endMs === startMs && claim.account === account && claim.count === count && sameHolder(claim.holder, holder)) {
        claim.endMs = endMs;
        return;
      }
    }
    claims.push({ holder, account, count, startMs, endMs });
  }
}

/** Interns holders, so that a day of minutes on one node keeps one list of devices. */
export class Holders {
  private readonly jobs = new Map<string, Holder>();
  private readonly sets = new Map<string, Holder>();
  /** Neighbours repeat. */
  private lastJob: Holder | undefined;
  private lastSet: Holder | undefined;

  job(job: string): Holder {
    if (this.lastJob?.job === job) return this.lastJob;
    let holder = this.jobs.get(job);
    if (!holder) this.jobs.set(job, (holder = { devices: undefined, job }));
    this.lastJob = holder;
    return holder;
  }

  /** `devices` from place `from` to place `to`, ascending. */
  devices(devices: ArrayLike<number>, from: number, to: number): Holder {
    if (isSet(this.lastSet?.devices, devices, from, to)) return this.lastSet!;
    let key = '';
    for (let i = from; i < to; i++) key += String.fromCharCode(devices[i]!);
    let holder = this.sets.get(key);
    if (!holder)
      this.sets.set(key, (holder = { devices: Array.from({ length: to - from }, (_, i) => devices[from + i]!), job: undefined }));
    this.lastSet = holder;
    return holder;
  }
}

function isSet(set: readonly number[] | undefined, devices: ArrayLike<number>, from: number, to: number): boolean {
  if (set?.length !== to - from) return false;
  for (let i = 0; i < set.length; i++) if (set[i] !== devices[from + i]) return false;
  return true;
}

const beyondLimit = (holder: Holder, limit: number): boolean =>
  holder.devices !== undefined && holder.devices[holder.devices.length - 1]! >= limit;

function sharesKey(claim: Claim, holder: Holder, account: number): boolean {
  if (holder.devices === undefined) return claim.account === account && claim.holder.job === holder.job;
  const devices = claim.holder.devices;
  return devices !== undefined && (devices === holder.devices || devices.some((device) => holder.devices.includes(device)));
}

function sameHolder(a: Holder, b: Holder): boolean {
  if (a === b) return true;
  if (a.devices === undefined || b.devices === undefined) return a.devices === b.devices && a.job === b.job;
  return a.devices.length === b.devices.length && a.devices.every((device, i) => device === b.devices[i]);
}

function appendPart(parts: Part[], part: Part): void {
  const last = parts.at(-1);
  const goesOn =
    last?.endMs === part.startMs && last.counted === part.counted && last.duplicate === part.duplicate && last.conflict === part.conflict;
  if (goesOn) last.endMs = part.endMs;
  else parts.push(part);
}
