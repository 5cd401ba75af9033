import { Injectable } from '@nestjs/common';
import { type ControlEdge, CustomerGroups, holdingsAt } from '@tidemark/domain';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { AskRevalidation } from '../verification/ask-revalidation.js';
import { ControlEdges } from './control-edges.port.js';

const KIND = 'control-changed';

/** What the task is told: ids and times alone. `knownAtMs`: of the fact that changed something; absent: the time came that it speaks of. */
interface ChangedPayload {
  owner: string;
  owned: string;
  knownAtMs?: number;
  atMs: number;
}

type Changed = Pick<ControlEdge, 'edge' | 'owner' | 'owned' | 'fromMs' | 'knownAtMs'> & { toMs?: number | undefined };

/** Looks at who controls whom when a statement becomes known, and again when a time that it speaks of comes. */
export async function followControl(write: Write, { edge, owner, owned, fromMs, toMs, knownAtMs }: Changed): Promise<void> {
  const base = { owner, owned };
  await write.task(KIND, `${edge}/known/${knownAtMs}`, { payload: { ...base, knownAtMs, atMs: write.nowMs } });
  for (const atMs of [fromMs, toMs]) {
    if (atMs === undefined || atMs <= write.nowMs) continue;
    await write.task(KIND, `${edge}/at/${atMs}`, { notBeforeMs: atMs, payload: { ...base, atMs } });
  }
}

/**
 * Whose controllers changed by one statement, within the records of the provider that made it: those who were verified are to be verified
 * again, and everybody below is screened again, because who owns them bears on it. What other providers say never shows here.
 */
@Injectable()
export class ControlChangedTask extends RegistryTask {
  readonly kind = KIND;

  constructor(
    private readonly edges: ControlEdges,
    private readonly customers: CustomerDirectory,
    private readonly revalidation: AskRevalidation,
  ) {
    super();
  }

  async run(write: Write, subject: string, payload: Record<string, unknown>): Promise<void> {
    const { owner, owned, knownAtMs, atMs } = payload as unknown as ChangedPayload;
    const instants = { before: instantBefore(atMs, knownAtMs), after: { asOfMs: atMs, knownAtMs } };
    const before = await this.edges.around(write.tx, { owner, owned }, instants.before);
    const after = await this.edges.around(write.tx, { owner, owned }, instants.after);
    const groups = CustomerGroups.of(holdingsAt(before, instants.before).holdings, 'control');
    const pair = holdingsAt(
      after.filter((edge) => edge.owner === owner && edge.owned === owned),
      instants.after,
    );
    // What other statements changed between the two instants does not count here: they have tasks of their own.
    const changes = groups.replace(owner, owned, pair.holdings[0]);
    const affected = new Set(changes.flatMap(({ joined, left }) => [...joined, ...left]));
    await this.askAgain(write, [...affected].sort(), { fact: `control:${subject}`, knownAtMs: atMs });
    for (const customer of below(after, owned)) await write.task('screen-customer', customer);
  }

  private async askAgain(write: Write, affected: readonly string[], told: { fact: string; knownAtMs: number }): Promise<void> {
    const heads = await this.customers.heads(write.tx, affected);
    for (const id of affected) {
      const head = heads.get(id);
      if (!head || head.related || head.erased || head.level === 'NONE') continue;
      const asked = await this.revalidation.ask(write, { customer: id, cause: 'CHANGED_CONTROLLER', ...told });
      if (asked && 'refused' in asked) throw new Error(`Re-validation of ${id} was refused: ${asked.refused.code}`);
    }
  }
}

const instantBefore = (atMs: number, knownAtMs?: number) =>
  knownAtMs === undefined ? { asOfMs: atMs - 1 } : { asOfMs: atMs, knownAtMs: knownAtMs - 1 };

function below(edges: readonly ControlEdge[], start: string): Set<string> {
  const ownedBy = Map.groupBy(edges, ({ owner }) => owner);
  const found = new Set([start]);
  for (const person of found) for (const { owned } of ownedBy.get(person) ?? []) found.add(owned);
  return found;
}
