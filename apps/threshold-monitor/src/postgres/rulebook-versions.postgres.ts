import { Injectable } from '@nestjs/common';
import type { Rule } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { type RulebookVersion, RulebookVersions } from '../rules/rulebook-versions.port.js';

interface VersionRow {
  version: number;
  from_ms: string;
  rules: string[];
}

const VERSIONS = `
  select v.version, v.from_ms,
    array(select e.rule || '@' || e.rule_version from rulebook_entry e where e.version = v.version order by e.rule) as rules
  from rulebook_version v`;

@Injectable()
export class PostgresRulebookVersions extends RulebookVersions {
  async latest(tx: Transaction): Promise<RulebookVersion | undefined> {
    const [row] = await tx.query<VersionRow>(`${VERSIONS} order by v.version desc limit 1`);
    return row && versionOf(row);
  }

  async add(tx: Transaction, version: number, fromMs: number, rules: readonly Rule[]): Promise<void> {
    await tx.query('insert into rulebook_version (version, from_ms) values ($1, $2)', [version, fromMs]);
    await tx.query(
      `insert into rulebook_entry (version, rule, rule_version, provider)
       select $1, rule, rule_version, provider from unnest($2::text[], $3::int[], $4::text[]) as t (rule, rule_version, provider)`,
      [version, rules.map(({ id }) => id), rules.map((rule) => rule.version), rules.map(({ provider }) => provider ?? null)],
    );
  }

  async list(tx: Transaction, before: number, limit: number): Promise<RulebookVersion[]> {
    return (await tx.query<VersionRow>(`${VERSIONS} where v.version < $1 order by v.version desc limit $2`, [before, limit])).map(
      versionOf,
    );
  }

  async one(tx: Transaction, version: number): Promise<RulebookVersion | undefined> {
    const [row] = await tx.query<VersionRow>(`${VERSIONS} where v.version = $1`, [version]);
    return row && versionOf(row);
  }
}

const versionOf = ({ version, from_ms, rules }: VersionRow): RulebookVersion => ({ version, fromMs: Number(from_ms), rules });
