import type { MigrationInterface, QueryRunner } from 'typeorm';

/** "key": what a delivery is called outside. The sequence would tell a provider, by what is missing in it, how much others were told. */
const KEY = `
  alter table webhook_delivery
    add column key bigint not null default ('x' || right(replace(gen_random_uuid()::text, '-', ''), 13))::bit(52)::bigint;
  create unique index webhook_delivery_by_key on webhook_delivery (key);
`;

export class DeliveryKeys1763791000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table webhook_delivery drop column key');
  }
}
