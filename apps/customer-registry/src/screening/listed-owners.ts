import { Injectable } from '@nestjs/common';
import {
  type CountsAsListed,
  canonicalJson,
  countsAsListed,
  HoldingGraph,
  holdingsAt,
  OWNERSHIP_RULES,
  type OwnershipRule,
  printFraction,
  ruleStatusAt,
} from '@tidemark/domain';
import { SealingKeys } from '@tidemark/sealing';
import { ControlEdges } from '../control/control-edges.port.js';
import type { Write } from '../registry/write.js';
import type { Finding } from './follow-matches.js';
import { ScreeningMatches } from './matches.port.js';
import { openWith, ownersOf } from './sealed-match.js';

/** Where a list stands in a match by name. */
export const OWNERSHIP_LIST = 'ownership';

const TOGETHER = OWNERSHIP_RULES.filter(({ measure }) => measure === 'LISTED_TOGETHER');

/**
 * Whether a customer counts as listed because of who owns it: owners whose match with a list was confirmed, and those who count as listed
 * because of them, hold the share of a rule together. Within the records of one provider; open matches of owners make nobody listed.
 */
@Injectable()
export class ListedOwners {
  constructor(
    private readonly edges: ControlEdges,
    private readonly matches: ScreeningMatches,
    private readonly keys: SealingKeys,
  ) {}

  /** One finding for each threshold that is reached and that a rule in force sets; it names every rule of that threshold with its status. */
  async of({ tx, nowMs }: Write, customer: string): Promise<Finding[]> {
    const edges = await this.edges.above(tx, customer, { asOfMs: nowMs });
    const owners = [...new Set(edges.map(({ owner }) => owner))].filter((owner) => owner !== customer);
    const confirmed = (await this.matches.ofCustomers(tx, owners)).filter(({ kind, state }) => kind === 'NAME' && state === 'CONFIRMED');
    if (confirmed.length === 0) return [];
    const graph = HoldingGraph.of(holdingsAt(edges, { asOfMs: nowMs }).holdings);
    const keys = await this.keys.findAll(tx, ownersOf(confirmed));
    const listings = confirmed.map((match) => ({
      owner: match.customer,
      list: match.list,
      entry: openWith(keys, match)?.entry ?? 'erased',
    }));
    const listed = new Set(confirmed.map(({ customer: owner }) => owner));
    return [...Map.groupBy(TOGETHER, ({ threshold }) => printFraction(threshold)).values()].flatMap((rules) => {
      if (!rules.some((rule) => ruleStatusAt(rule, nowMs) === 'IN_FORCE')) return [];
      const counted = countsAsListed(graph, listed, rules[0]!);
      const reached = counted.find(({ party }) => party === customer);
      return reached ? [findingOf(reached, counted, rules, listings, nowMs)] : [];
    });
  }
}

function findingOf(
  reached: CountsAsListed,
  counted: readonly CountsAsListed[],
  rules: readonly OwnershipRule[],
  listings: readonly object[],
  nowMs: number,
): Finding {
  const threshold = printFraction(rules[0]!.threshold);
  const chain = counted.map(viewCounted);
  return {
    list: OWNERSHIP_LIST,
    entry: `listed-together-${threshold}`,
    score: Number(reached.together.numerator) / Number(reached.together.denominator),
    facts: canonicalJson({ threshold, chain, listings }),
    explanation: {
      together: printFraction(reached.together),
      threshold,
      ...{ holders: viewCounted(reached).holders, chain, listings },
      rules: rules.map((rule) => ({
        ...{ id: rule.id, version: rule.version, regime: rule.regime, citation: rule.citation, verified: rule.verified, note: rule.note },
        status: ruleStatusAt(rule, nowMs),
      })),
    },
  };
}

const viewCounted = ({ party, together, holders }: CountsAsListed) => ({
  owned: party,
  together: printFraction(together),
  holders: holders.map(({ owner, share, isListed }) => ({ owner, share: printFraction(share), listed: isListed })),
});
