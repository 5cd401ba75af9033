import { Inject, Injectable } from '@nestjs/common';
import { DOOR_LIMITS_TOKEN, type DoorLimits } from '../door-limits.js';
import { type DoorRefusal, refusal } from '../door-problems.js';

export type Admitted = { leave: () => void } | { refused: DoorRefusal };

interface Tenant {
  inFlight: number;
  streams: number;
  /** Requests that may come at once; refilled with time. */
  tokens: number;
  refilledAtMs: number;
}

/**
 * Decides before the first byte of a body is read whether the door has room for it: per provider a rate and a number at
 * the same time, and for all together the memory that bodies may take. One provider cannot keep out another but by
 * filling the memory, which its own limits prevent.
 */
@Injectable()
export class Admission {
  private readonly tenants = new Map<string, Tenant>();
  private bodyBytes = 0;
  private streams = 0;

  constructor(@Inject(DOOR_LIMITS_TOKEN) private readonly limits: DoorLimits) {}

  /** Admits one HTTP request that may take `bytes` of memory. `nowMs` of a monotonic clock. */
  enterRequest(provider: string, bytes: number, nowMs: number): Admitted {
    const tenant = this.tenantOf(provider, nowMs);
    if (tenant.inFlight >= this.limits.requestsInFlightPerProvider)
      return { refused: refusal('TOO_MANY_IN_FLIGHT', `${tenant.inFlight} requests of ${provider} are not yet answered.`) };
    if (!this.takeToken(tenant, nowMs))
      return { refused: refusal('RATE_LIMITED', `${provider} may send ${this.limits.requestsPerSecondPerProvider} requests a second.`) };
    if (this.bodyBytes + bytes > this.limits.bodyBytesInFlight)
      return { refused: refusal('DOOR_BUSY', 'The bodies of unanswered requests fill the memory that is kept for them.') };
    tenant.inFlight += 1;
    this.bodyBytes += bytes;
    return once(() => {
      tenant.inFlight -= 1;
      this.bodyBytes -= bytes;
    });
  }

  enterStream(provider: string, nowMs: number): Admitted {
    const tenant = this.tenantOf(provider, nowMs);
    if (tenant.streams >= this.limits.streamsPerProvider)
      return { refused: refusal('TOO_MANY_IN_FLIGHT', `${provider} has ${tenant.streams} streams open.`) };
    if (this.streams >= this.limits.streams) return { refused: refusal('DOOR_BUSY', `${this.streams} streams are open.`) };
    tenant.streams += 1;
    this.streams += 1;
    return once(() => {
      tenant.streams -= 1;
      this.streams -= 1;
    });
  }

  /** For metrics. */
  status(): { bodyBytes: number; streams: number } {
    return { bodyBytes: this.bodyBytes, streams: this.streams };
  }

  private tenantOf(provider: string, nowMs: number): Tenant {
    let tenant = this.tenants.get(provider);
    if (!tenant) {
      tenant = { inFlight: 0, streams: 0, tokens: this.limits.requestBurstPerProvider, refilledAtMs: nowMs };
      this.tenants.set(provider, tenant);
    }
    return tenant;
  }

  private takeToken(tenant: Tenant, nowMs: number): boolean {
    const gained = ((nowMs - tenant.refilledAtMs) / 1_000) * this.limits.requestsPerSecondPerProvider;
    tenant.tokens = Math.min(this.limits.requestBurstPerProvider, tenant.tokens + gained);
    tenant.refilledAtMs = nowMs;
    if (tenant.tokens < 1) return false;
    tenant.tokens -= 1;
    return true;
  }
}

/** Leaving twice must not free what another has taken. */
function once(leave: () => void): { leave: () => void } {
  let left = false;
  return {
    leave: () => {
      if (left) return;
      left = true;
      leave();
    },
  };
}
