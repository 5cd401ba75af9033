import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type DescriptorProto, type FileDescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';

/**
 * The standard health service's definition with descriptors that strict clients accept: proto-loader names the entry of
 * a map field after the field (`Statuses`), where protobuf requires `StatusesEntry`, and grpcurl then refuses the file.
 */
export function healthDefinition(): PackageDefinition {
  const definition = loadSync(protoPath);
  for (const entry of Object.values(definition)) {
    if ('fileDescriptorProtos' in entry && Array.isArray(entry.fileDescriptorProtos))
      entry.fileDescriptorProtos = entry.fileDescriptorProtos.map(withMapEntriesNamed);
  }
  return definition;
}

function withMapEntriesNamed(bytes: Uint8Array): Buffer {
  const file: FileDescriptorProto = fromBinary(FileDescriptorProtoSchema, bytes);
  file.messageType.forEach(nameMapEntries);
  return Buffer.from(toBinary(FileDescriptorProtoSchema, file));
}

function nameMapEntries(message: DescriptorProto): void {
  for (const nested of message.nestedType) {
    if (!nested.options?.mapEntry || nested.name.endsWith('Entry')) continue;
    const name = `${nested.name}Entry`;
    for (const field of message.field) if (field.typeName === nested.name) field.typeName = name;
    nested.name = name;
  }
}
