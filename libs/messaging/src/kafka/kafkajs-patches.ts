import { createRequire } from 'node:module';
import type { LowLevelCluster } from './low-level-cluster.js';

/*
 * kafkajs 2.2.4 is not maintained any more. Two of its faults are mended here, once for the process, on its own classes:
 *
 * 1. Its request queue sets a timer with a negative delay whenever nothing waits, which fires at once and sets the next:
 *    an idle client spins the event loop, and new Nodes print TimeoutNegativeWarning.
 * 2. It joins a group again without asking whether a batch is in hand, so every rebalance repeats batches. `beforeJoin`
 *    lets the consumer finish and commit first.
 */
const require = createRequire(import.meta.url);

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

interface ConsumerGroup {
  cluster: object;
  memberId: string | null;
  joinAndSync(): Promise<void>;
}

const QUEUE_CHECK_MS = 10;

/** Called before a consumer joins its group (again); `expelled` when the group already gave its partitions away. */
const beforeJoins = new WeakMap<object, (expelled: boolean) => Promise<void>>();
let done = false;

export function beforeJoin(cluster: LowLevelCluster, hook: (expelled: boolean) => Promise<void>): void {
  beforeJoins.set(cluster, hook);
}

export function patchKafkaJs(): void {
  if (done) return;
  done = true;
  const RequestQueue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue & Record<string, unknown> };
  RequestQueue.prototype.scheduleCheckPendingRequests = scheduleOnlyWhatWaits;
  const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroup };
  const joinAndSync = ConsumerGroup.prototype.joinAndSync;
  ConsumerGroup.prototype.joinAndSync = async function (this: ConsumerGroup) {
    await beforeJoins.get(this.cluster)?.(this.memberId === null);
    return joinAndSync.call(this);
  };
}

function scheduleOnlyWhatWaits(this: RequestQueue): void {
  if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
  const waitMs = Math.max(this.throttledUntil - Date.now(), QUEUE_CHECK_MS);
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, waitMs);
}
