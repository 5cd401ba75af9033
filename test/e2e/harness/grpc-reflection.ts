/** A gRPC client that has no files: it asks the server what it offers (server reflection), as grpcurl does. Messages are JSON. */
import { join } from 'node:path';
import { create, createFileRegistry, type DescMethod, fromBinary, fromJson, type JsonValue, toBinary, toJson } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import {
  type ClientDuplexStream,
  credentials,
  Metadata,
  makeGenericClientConstructor,
  type ServiceClientConstructor,
  type ServiceDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { checkout } from './tidemark.js';

// biome-ignore lint/suspicious/noExplicitAny: messages are known at run time alone
type Message = any;

const REFLECTION = 'grpc.reflection.v1.ServerReflection';
const REFLECTION_PROTO = 'node_modules/@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto';

export class ReflectedService {
  private constructor(private readonly client: InstanceType<ServiceClientConstructor>) {}

  static async of(address: string, name: string): Promise<ReflectedService> {
    const Client = makeGenericClientConstructor(await definitionOf(address, name), name);
    return new ReflectedService(new Client(address, credentials.createInsecure()));
  }

  open(method: string, metadata: Record<string, string>): Conversation {
    return new Conversation(this.client[method]!(metadataOf(metadata)));
  }

  /** One question, the first part of a streamed answer; undefined: it ended without one. */
  askForFirst(method: string, message: Message, metadata: Record<string, string>): Promise<Message | undefined> {
    return new Promise((resolve, reject) => {
      const stream = this.client[method]!(message, metadataOf(metadata));
      stream.on('error', reject);
      stream.on('end', () => resolve(undefined));
      stream.on('data', (part: Message) => {
        resolve(part);
        stream.cancel();
      });
    });
  }

  /** One question, one answer; a refusal is a ServiceError. */
  ask(method: string, message: Message, metadata: Record<string, string>): Promise<Message> {
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, answer: Message) => (error ? reject(error) : resolve(answer));
      this.client[method]!(message, metadataOf(metadata), done);
    });
  }

  close(): void {
    this.client.close();
  }
}

function metadataOf(entries: Record<string, string>): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return metadata;
}

/** A bidirectional stream in which every message is answered. */
export class Conversation {
  readonly #answers: Message[] = [];
  readonly #waiting: { resolve: (answer: Message) => void; reject: (error: Error) => void }[] = [];
  readonly #ended: Promise<ServiceError | undefined>;

  constructor(private readonly stream: ClientDuplexStream<Message, Message>) {
    stream.on('data', (answer: Message) => {
      const next = this.#waiting.shift();
      if (next) next.resolve(answer);
      else this.#answers.push(answer);
    });
    this.#ended = new Promise((resolve) => {
      stream.on('error', (error: ServiceError) => resolve(error));
      stream.on('end', () => setImmediate(() => resolve(undefined)));
    });
    void this.#ended.then((error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error ?? new Error('the stream ended without an answer'));
    });
  }

  ask(message: Message): Promise<Message> {
    this.stream.write(message);
    return new Promise((resolve, reject) => {
      const answer = this.#answers.shift();
      if (answer !== undefined) resolve(answer);
      else this.#waiting.push({ resolve, reject });
    });
  }

  /** With which error the other side ended, or none. */
  async end(): Promise<ServiceError | undefined> {
    this.stream.end();
    return this.#ended;
  }
}

/** The service as the server describes it, with JSON on our side of the wire. */
async function definitionOf(address: string, name: string): Promise<ServiceDefinition> {
  const file = inOrder(await filesOf(address, name));
  const service = createFileRegistry(create(FileDescriptorSetSchema, { file })).getService(name);
  if (!service) throw new Error(`The server does not describe ${name}`);
  return Object.fromEntries(service.methods.map((method) => [method.name, methodOf(name, method)]));
}

function methodOf(service: string, { name, input, output, methodKind }: DescMethod): ServiceDefinition[string] {
  const streaming = (...kinds: string[]) => kinds.includes(methodKind);
  return {
    path: `/${service}/${name}`,
    originalName: name,
    requestStream: streaming('client_streaming', 'bidi_streaming'),
    responseStream: streaming('server_streaming', 'bidi_streaming'),
    requestSerialize: (json: JsonValue) => Buffer.from(toBinary(input, fromJson(input, json))),
    requestDeserialize: (bytes: Buffer) => toJson(input, fromBinary(input, bytes)),
    responseSerialize: (json: JsonValue) => Buffer.from(toBinary(output, fromJson(output, json))),
    responseDeserialize: (bytes: Buffer) => toJson(output, fromBinary(output, bytes)),
  };
}

/** Everything that the server says of a symbol: its file and those that this one needs. */
async function filesOf(address: string, symbol: string): Promise<Map<string, FileDescriptorProto>> {
  const reflection = loadSync(join(checkout(), REFLECTION_PROTO), { longs: String, enums: String })[REFLECTION];
  const client = new (makeGenericClientConstructor(reflection as ServiceDefinition, REFLECTION))(address, credentials.createInsecure());
  const call = new Conversation(client.ServerReflectionInfo!());
  const files = new Map<string, FileDescriptorProto>();
  const take = ({ fileDescriptorResponse, errorResponse }: Message) => {
    if (errorResponse) throw new Error(`reflection of ${symbol}: ${errorResponse.errorMessage}`);
    for (const bytes of fileDescriptorResponse.fileDescriptorProto as Buffer[]) {
      const file = fromBinary(FileDescriptorProtoSchema, bytes);
      files.set(file.name, file);
    }
  };
  try {
    take(await call.ask({ fileContainingSymbol: symbol }));
    for (let missing = missingOf(files); missing.length > 0; missing = missingOf(files))
      for (const fileByFilename of missing) take(await call.ask({ fileByFilename }));
  } finally {
    await call.end();
    client.close();
  }
  return files;
}

const missingOf = (files: Map<string, FileDescriptorProto>): string[] =>
  [...files.values()].flatMap(({ dependency }) => dependency).filter((name) => !files.has(name));

/** What a file needs stands before it. */
function inOrder(files: Map<string, FileDescriptorProto>): FileDescriptorProto[] {
  const ordered = new Set<FileDescriptorProto>();
  const visit = (name: string): void => {
    const file = files.get(name)!;
    if (ordered.has(file)) return;
    file.dependency.forEach(visit);
    ordered.add(file);
  };
  for (const name of files.keys()) visit(name);
  return [...ordered];
}
