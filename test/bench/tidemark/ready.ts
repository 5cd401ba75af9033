import { setTimeout as sleep } from 'node:timers/promises';

const READY_MS_MAX = 60_000;

/** Until the app says that it is ready. */
export async function untilReady(url: string): Promise<void> {
  for (const until = Date.now() + READY_MS_MAX; Date.now() < until; await sleep(50)) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
  }
  throw new Error(`${url} was not ready within ${READY_MS_MAX / 1000} s`);
}
