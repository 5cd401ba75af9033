import { readFileSync } from 'node:fs';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import { dumpAllSchemas } from '../scripts/schema/dumped-schemas.js';

/** A migration shows as a difference of the tables, beside the code that makes it. */
describe('the committed schemas', () => {
  let postgres: TestPostgres;

  beforeAll(async () => {
    postgres = await startTestPostgres();
  }, 60_000);
  afterAll(() => postgres?.stop());

  it('are what the migrations make of an empty database: after a change, run "npm run schema"', async () => {
    const dumps = await dumpAllSchemas(postgres.url);
    expect(dumps.map(({ file }) => file)).toHaveLength(7);
    for (const { file, text } of dumps) expect([file, readFileSync(file, 'utf8')]).toEqual([file, text]);
  }, 60_000);
});
