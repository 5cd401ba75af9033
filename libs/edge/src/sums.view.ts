import { ApiProperty } from '@nestjs/swagger';

export class TflopView {
  @ApiProperty({ description: 'Decimal, TFLOP (1e12 operations).' })
  lower!: string;

  @ApiProperty()
  expected!: string;

  @ApiProperty()
  upper!: string;
}

/** An amount of compute as it is answered over HTTP: exact decimals as text. */
export class SumsView {
  @ApiProperty({ description: 'Decimal, rounded to six places.', example: '1632719.740278' })
  acceleratorHours!: string;

  @ApiProperty({ description: 'Exact, decimal.' })
  acceleratorMs!: string;

  @ApiProperty({ description: 'Provable: FLOP, decimal.' })
  lower!: string;

  @ApiProperty({ description: 'Best estimate: FLOP, decimal.' })
  expected!: string;

  @ApiProperty({ description: 'At most: FLOP, decimal.' })
  upper!: string;

  @ApiProperty({ type: TflopView })
  tflop!: TflopView;
}
