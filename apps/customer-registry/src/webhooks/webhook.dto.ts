import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Instant, isoOf, OptionalInstant } from '@tidemark/edge';
import { ArrayNotEmpty, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { EndpointState, WebhookDelivery, WebhookEndpoint } from './webhook-store.port.js';
import type { WebhookEventName } from './webhooks.port.js';

const EVENTS = [
  'revalidation.asked',
  'match.found',
  'level.changed',
  'request.served',
  'request.reminded',
  'declaration.asked',
  'order.warned',
  'order.served',
  'order.lifted',
  'notice.served',
  'item.changed',
] as const satisfies WebhookEventName[];

export class RegisterWebhook {
  @ApiProperty({ example: 'https://hooks.example.com/tidemark', description: 'https, on the public internet.' })
  @IsString()
  @MaxLength(5000)
  url!: string;

  @ApiProperty({ enum: EVENTS, isArray: true })
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(EVENTS, { each: true })
  events!: WebhookEventName[];
}

export class ChangeWebhook {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  url?: string;

  @ApiPropertyOptional({ enum: EVENTS, isArray: true })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(EVENTS, { each: true })
  events?: WebhookEventName[];

  @ApiPropertyOptional({ enum: ['ENABLED', 'DISABLED'], description: 'Enabled again, what waits is told at once.' })
  @IsOptional()
  @IsIn(['ENABLED', 'DISABLED'])
  state?: EndpointState;
}

export class RotateSecret {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 168, default: 24, description: 'How long the old secret signs too.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(168)
  overlapHours?: number;
}

export class ReplayWebhook {
  @Instant('Messages known from here on.')
  from!: number;

  @OptionalInstant('Exclusive. Absent: until now.')
  to?: number;
}

export const viewEndpoint = (endpoint: WebhookEndpoint) => ({
  id: endpoint.id,
  url: endpoint.url,
  events: endpoint.events,
  state: endpoint.state,
  pending: endpoint.pending,
  failedAttempts: endpoint.attempts,
  ...(endpoint.failingSinceMs === undefined ? {} : { failingSince: isoOf(endpoint.failingSinceMs) }),
  ...(endpoint.nextAttemptMs === undefined ? {} : { nextAttempt: isoOf(endpoint.nextAttemptMs) }),
  madeAt: isoOf(endpoint.madeAtMs),
  madeBy: endpoint.madeBy,
});

export const viewDelivery = ({ madeAtMs, last, message, ...delivery }: WebhookDelivery) => ({
  ...delivery,
  messageId: message,
  madeAt: isoOf(madeAtMs),
  ...(last ? { last: { at: isoOf(last.atMs), outcome: last.outcome, status: last.status, durationMs: last.durationMs } } : {}),
});
