import { create, type DescMessage, type DescService, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import type { Server } from '@grpc/grpc-js';
import type { MethodDefinition, PackageDefinition, ServiceDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import { healthDefinition } from './grpc-health.js';

export interface GrpcServing {
  /** host:port. */
  url: string;
  /** Generated service descriptors, of any number of packages: one server serves them all. */
  services: readonly DescService[];
  /** Methods (`<package>.<Service>/<Method>`) whose requests reach the handler as the bytes that were sent, undecoded. */
  rawRequests?: readonly string[];
  /** Limit of one message, both ways. */
  maxMessageBytes?: number;
}

const DEFAULT_MAX_MESSAGE_BYTES = 8 * 1_048_576;

/**
 * Options of the one gRPC microservice of a process: the services over the generated protobuf code, with server
 * reflection and the standard health service, so that grpcurl needs no files.
 *
 * Requests reach handlers as protobuf-es messages; what handlers return may be a plain object of the message's fields.
 */
export function grpcOptions({ url, services, rawRequests = [], maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES }: GrpcServing): GrpcOptions {
  return {
    transport: Transport.GRPC,
    options: {
      url,
      package: [...new Set(services.map((service) => service.file.proto.package))],
      packageDefinition: packageDefinitionOf(services, new Set(rawRequests)),
      maxReceiveMessageLength: maxMessageBytes,
      maxSendMessageLength: maxMessageBytes,
      onLoadPackageDefinition: (definition: PackageDefinition, server: Server) => {
        new ReflectionService({ ...definition, ...healthDefinition() }).addToServer(server);
        healthOf(services).addToServer(server);
      },
    },
  };
}

/** The services as grpc-js wants them, their codecs over the generated code. */
export function packageDefinitionOf(services: readonly DescService[], rawRequests: ReadonlySet<string> = new Set()): PackageDefinition {
  const definition: PackageDefinition = {};
  for (const service of services) {
    definition[service.typeName] = serviceDefinition(service, rawRequests);
    for (const message of service.file.messages) definition[message.typeName] = messageEntry(message);
  }
  return definition;
}

function serviceDefinition(service: DescService, rawRequests: ReadonlySet<string>): ServiceDefinition {
  const methods: Record<string, MethodDefinition<object, object>> = {};
  for (const method of service.methods) {
    const name = `${service.typeName}/${method.name}`;
    const request = rawRequests.has(name) ? RAW : codecOf(method.input);
    const response = codecOf(method.output);
    methods[method.name] = {
      path: `/${name}`,
      originalName: method.localName,
      requestStream: method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming',
      responseStream: method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming',
      requestSerialize: request.serialize,
      requestDeserialize: request.deserialize,
      responseSerialize: response.serialize,
      responseDeserialize: response.deserialize,
      requestType: messageEntry(method.input),
      responseType: messageEntry(method.output),
      options: {} as MethodDefinition<object, object>['options'],
    };
  }
  return methods;
}

interface Codec {
  serialize: (value: object) => Buffer;
  deserialize: (bytes: Buffer) => object;
}

const RAW: Codec = { serialize: (value) => value as Buffer, deserialize: (bytes) => bytes };

function codecOf(schema: DescMessage): Codec {
  return {
    serialize: (value) => asBuffer(toBinary(schema, create(schema, value as MessageInitShape<DescMessage>))),
    deserialize: (bytes) => fromBinary(schema, bytes),
  };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reflection finds the descriptors here: the file of the message and all that it imports. */
function messageEntry(message: DescMessage) {
  return {
    format: 'Protocol Buffer 3 DescriptorProto' as const,
    type: message.proto,
    fileDescriptorProtos: filesOf(message.file).map((file) => asBuffer(toBinary(FileDescriptorProtoSchema, file.proto))),
    ...codecOf(message),
  };
}

type File = DescMessage['file'];

const filesOf = (file: File): File[] => [...new Set([file, ...file.dependencies.flatMap(filesOf)])];

function healthOf(services: readonly DescService[]): HealthImplementation {
  const statuses = Object.fromEntries(services.map((service) => [service.typeName, 'SERVING' as const]));
  return new HealthImplementation({ '': 'SERVING', ...statuses });
}
