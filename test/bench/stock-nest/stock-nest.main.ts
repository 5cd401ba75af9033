/**
 * The job as the NestJS and TypeORM manuals would do it: ServerKafka, one message at a time, one transaction a message, entities and
 * repositories. Environment: STOCK_BROKERS, STOCK_DATABASE_URL, STOCK_TOPIC. Runs until it is stopped.
 */
import 'reflect-metadata';
import { fromBinary } from '@bufbuild/protobuf';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, KafkaContext, type MicroserviceOptions, Payload, Transport } from '@nestjs/microservices';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import { ReportEnvelopeSchema } from '@tidemark/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { StockReport, StockTotal } from './stock.entities.js';
import { foldReport } from './stock-meter.js';

const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set`);
  return value;
};

@Controller()
class StockController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @EventPattern<string>(need('STOCK_TOPIC'))
  async count(@Payload() message: Buffer, @Ctx() context: KafkaContext): Promise<void> {
    const envelope = fromBinary(ReportEnvelopeSchema, message);
    const id = `${envelope.provider}/${envelope.source}/${envelope.epoch}/${envelope.sequence}`;
    await this.dataSource.transaction(async (manager) => {
      const inserted = await manager.createQueryBuilder().insert().into(StockReport).values({ id }).orIgnore().returning('id').execute();
      if ((inserted.raw as unknown[]).length > 0) await addRows(manager, foldReport(envelope));
    });
    const offset = String(Number(context.getMessage().offset) + 1);
    await context.getConsumer().commitOffsets([{ topic: context.getTopic(), partition: context.getPartition(), offset }]);
  }
}

/** TypeORM's upsert cannot add to a column, so the sums are read, locked, and saved again. */
async function addRows(manager: EntityManager, rows: StockTotal[]): Promise<void> {
  const totals = manager.getRepository(StockTotal);
  const keyOf = ({ provider, account, cluster, model, hour }: StockTotal) => ({ provider, account, cluster, model, hour });
  const before = await totals.find({ where: rows.map(keyOf), lock: { mode: 'pessimistic_write' } });
  const known = new Map(before.map((row) => [Object.values(keyOf(row)).join('|'), row]));
  for (const row of rows) {
    const old = known.get(Object.values(keyOf(row)).join('|'));
    if (!old) continue;
    for (const column of ['acceleratorMs', 'lower', 'expected', 'upper'] as const)
      row[column] = String(BigInt(row[column]) + BigInt(old[column]));
  }
  await totals.upsert(rows, ['provider', 'account', 'cluster', 'model', 'hour']);
}

@Module({
  imports: [
    TypeOrmModule.forRoot({ type: 'postgres', url: need('STOCK_DATABASE_URL'), entities: [StockReport, StockTotal], synchronize: true }),
  ],
  controllers: [StockController],
})
class StockModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(StockModule, {
  logger: ['error', 'fatal'],
  transport: Transport.KAFKA,
  options: {
    client: { brokers: need('STOCK_BROKERS').split(','), logLevel: 1 },
    consumer: { groupId: 'stock' },
    subscribe: { fromBeginning: true },
    // Protobuf must come as it is.
    parser: { keepBinary: true },
    run: { autoCommit: false, partitionsConsumedConcurrently: 4 },
  },
});
await app.listen();
