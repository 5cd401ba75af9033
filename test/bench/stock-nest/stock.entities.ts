import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('stock_report')
export class StockReport {
  @PrimaryColumn('text')
  id!: string;
}

@Entity('stock_total')
export class StockTotal {
  @PrimaryColumn('text')
  provider!: string;

  @PrimaryColumn('text')
  account!: string;

  @PrimaryColumn('text')
  cluster!: string;

  @PrimaryColumn('text')
  model!: string;

  @PrimaryColumn('int')
  hour!: number;

  @Column('bigint')
  acceleratorMs!: string;

  @Column('bigint')
  lower!: string;

  @Column('bigint')
  expected!: string;

  @Column('bigint')
  upper!: string;
}
