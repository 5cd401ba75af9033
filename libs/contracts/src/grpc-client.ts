import { create, type DescMessage, type DescMethod, type DescService, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import { Client, type ClientReadableStream, credentials, Metadata, type MethodDefinition, type ServiceError, status } from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { packageDefinitionOf } from './grpc.js';

const DEFAULT_MAX_MESSAGE_BYTES = 8 * 1_048_576;
const CORRELATION_KEY = 'x-correlation-id';

/** How one call is made. */
export interface GrpcCall {
  /** Bearer token: who asks. The app that is asked decides by it. */
  token: string;
  /** Everything is limited: the call fails with DEADLINE_EXCEEDED after it. */
  timeoutMs: number;
  /** The same in the logs of both apps. */
  correlationId?: string | undefined;
}

export type GrpcStatus = keyof typeof status;

/** A call that was not answered with what was asked for. */
export class GrpcFailure extends Error {
  constructor(
    readonly status: GrpcStatus,
    /** The app's own UPPER_SNAKE code, where it said one. */
    readonly code: string | undefined,
    /** For a person. */
    readonly detail: string,
  ) {
    super(`${status}: ${code === undefined ? '' : `${code}: `}${detail}`);
    this.name = 'GrpcFailure';
  }

  /** The same call may be answered later. */
  get retryable(): boolean {
    return this.status === 'UNAVAILABLE' || this.status === 'DEADLINE_EXCEEDED' || this.status === 'RESOURCE_EXHAUSTED';
  }
}

type Kind = 'unary' | 'server_streaming';

/** Names of the methods of a service that answer once, or in a stream. */
export type MethodsOf<Service extends DescService, Of extends Kind> = {
  [Name in keyof Service['method']]: Service['method'][Name] extends { methodKind: Of } ? Name : never;
}[keyof Service['method']] &
  string;

type Method<Service extends DescService, Name extends string> = Name extends keyof Service['method']
  ? Service['method'][Name] extends DescMethod
    ? Service['method'][Name]
    : never
  : never;
type RequestOf<Service extends DescService, Name extends string> = MessageInitShape<Method<Service, Name>['input']>;
type ResponseOf<Service extends DescService, Name extends string> = MessageShape<Method<Service, Name>['output']>;

/** Asks one service at one address. Cheap to make: the connection is opened by the first call, used by all, and opened again when it broke. */
export interface GrpcClient<Service extends DescService> {
  /** Rejects with {@link GrpcFailure}. */
  call<Name extends MethodsOf<Service, 'unary'>>(
    method: Name,
    request: RequestOf<Service, Name>,
    how: GrpcCall,
  ): Promise<ResponseOf<Service, Name>>;
  /** Part by part, no faster than it is read; whoever stops reading ends the call. Throws {@link GrpcFailure}. */
  stream<Name extends MethodsOf<Service, 'server_streaming'>>(
    method: Name,
    request: RequestOf<Service, Name>,
    how: GrpcCall,
  ): AsyncIterable<ResponseOf<Service, Name>>;
  /** Calls in hand are cancelled. To be called at shutdown. */
  close(): void;
}

/** `address`: host:port of an app's gRPC port, inside the installation's own network. */
export function grpcClient<Service extends DescService>(
  service: Service,
  address: string,
  { maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES }: { maxMessageBytes?: number } = {},
): GrpcClient<Service> {
  const definition = packageDefinitionOf([service])[service.typeName] as ServiceDefinition;
  let opened: Client | undefined;
  const connection = () => {
    opened ??= new Client(address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': maxMessageBytes,
      'grpc.max_send_message_length': maxMessageBytes,
    });
    return opened;
  };
  const callOf = (name: string, request: object) => {
    const method = service.method[name];
    if (method === undefined) throw new Error(`${service.typeName} has no method ${name}`);
    return {
      ways: definition[method.name] as MethodDefinition<object, object>,
      message: create(method.input, request as MessageInitShape<DescMessage>),
    };
  };
  return {
    call: (name, request, how) =>
      new Promise((resolve, reject) => {
        const { ways, message } = callOf(name, request as object);
        const { path, requestSerialize, responseDeserialize } = ways;
        connection().makeUnaryRequest(path, requestSerialize, responseDeserialize, message, ...wayOf(how), (error, answer) =>
          error ? reject(failureOf(error)) : resolve(answer as never),
        );
      }),
    stream: (name, request, how) => {
      const { ways, message } = callOf(name, request as object);
      const { path, requestSerialize, responseDeserialize } = ways;
      return partsOf(() =>
        connection().makeServerStreamRequest(path, requestSerialize, responseDeserialize, message, ...wayOf(how)),
      ) as never;
    },
    close: () => {
      opened?.close();
      opened = undefined;
    },
  };
}

/** The call is made when the first part is asked for. */
async function* partsOf(start: () => ClientReadableStream<object>): AsyncGenerator<object> {
  const call = start();
  try {
    for await (const part of call) yield part as object;
  } catch (error) {
    throw failureOf(error as ServiceError);
  } finally {
    call.cancel();
  }
}

function wayOf({ token, timeoutMs, correlationId }: GrpcCall): [Metadata, { deadline: number }] {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  if (correlationId !== undefined) metadata.set(CORRELATION_KEY, correlationId);
  return [metadata, { deadline: Date.now() + timeoutMs }];
}

/** Our apps write `CODE: what is wrong`. */
function failureOf(error: Partial<ServiceError>): GrpcFailure {
  const details = error.details ?? error.message ?? '';
  const [, code, detail] = /^([A-Z][A-Z0-9_]+): (.*)$/s.exec(details) ?? [];
  return new GrpcFailure(statusOf(error.code), code, detail ?? details);
}

const statusOf = (code: number | undefined): GrpcStatus =>
  code === undefined ? 'UNKNOWN' : ((status[code] as GrpcStatus | undefined) ?? 'UNKNOWN');
