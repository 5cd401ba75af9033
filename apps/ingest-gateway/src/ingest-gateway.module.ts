import { type DynamicModule, Module } from '@nestjs/common';
import { Admission } from './admission/admission.js';
import { EventReader } from './cloudevents/event-reader.js';
import { DOOR_LIMITS, DOOR_LIMITS_TOKEN, type DoorLimits } from './door-limits.js';
import { DoorOpening } from './door-opening.js';
import { UsageIntakeController } from './grpc/usage-intake.controller.js';
import { DoorRequests } from './http/door-request.js';
import { EventsController } from './http/events.controller.js';
import { ReportsController } from './http/reports.controller.js';
import { IntakeConsumer } from './intake/intake.consumer.js';
import { IntakeMessages } from './intake/intake-message.js';
import { MeterKeys } from './meters/meter-keys.js';
import { ReportPublisher } from './publishing/report-publisher.js';
import { ReportReader } from './reading/report-reader.js';
import { PrepareReportHandler } from './submission/prepare-report.handler.js';
import { SubmitReportsHandler } from './submission/submit-reports.handler.js';

/** Paths whose bodies the door reads itself, after it knows who sends them: for `createHttpApp({ rawBodyPaths })`. */
export const DOOR_RAW_BODY_PATHS = ['/v1/reports', '/v1/events'] as const;

/** gRPC methods whose requests the door takes as bytes: for `grpcOptions({ rawRequests })`. */
export const DOOR_RAW_REQUESTS = ['tidemark.usage.v1.UsageIntake/Report'] as const;

export interface IngestGatewayOptions {
  limits?: Partial<DoorLimits>;
}

/** The only door for usage. Needs the platform's module at the root: TIDEMARK_CONFIG, EventLog, Authenticator, Clock, HealthChecks, Metrics. */
@Module({})
export class IngestGatewayModule {
  static register({ limits = {} }: IngestGatewayOptions = {}): DynamicModule {
    return {
      module: IngestGatewayModule,
      controllers: [ReportsController, EventsController, UsageIntakeController, IntakeConsumer],
      providers: [
        { provide: DOOR_LIMITS_TOKEN, useValue: { ...DOOR_LIMITS, ...limits } satisfies DoorLimits },
        Admission,
        DoorOpening,
        DoorRequests,
        EventReader,
        IntakeMessages,
        MeterKeys,
        PrepareReportHandler,
        ReportPublisher,
        ReportReader,
        SubmitReportsHandler,
      ],
    };
  }
}
