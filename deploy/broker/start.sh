#!/bin/bash
# Starts the broker of compose.yaml with users and rights: the image's own start cannot make SCRAM users at formatting.
# Passwords come from the environment, are written into a file that only this user reads, and never stand in an argument list for long.
set -euo pipefail
umask 077
kafka=${KAFKA_HOME:-/opt/kafka}
data=${KAFKA_DATA:-/var/lib/kafka/data}
config=$(mktemp)
scram=org.apache.kafka.common.security.scram.ScramLoginModule
plain=org.apache.kafka.common.security.plain.PlainLoginModule
: "${KAFKA_ADMIN_PASSWORD:?}" "${KAFKA_CONTROLLER_PASSWORD:?}"

# A quote would end the value in the two files that have no way to escape it.
[[ "$KAFKA_ADMIN_PASSWORD$KAFKA_CONTROLLER_PASSWORD" =~ ^[A-Za-z0-9._~+/=-]+$ ]] || {
  echo 'passwords of the broker are letters, digits and . _ ~ + / = - only' >&2
  exit 64
}

cat > "$config" <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9093
listeners=INTERNAL://:9092,PROVIDERS://:9094,CONTROLLER://127.0.0.1:9093
advertised.listeners=INTERNAL://broker:9092,PROVIDERS://${KAFKA_PUBLIC_ADDRESS:-localhost:9094}
listener.security.protocol.map=INTERNAL:SASL_PLAINTEXT,PROVIDERS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=INTERNAL
controller.listener.names=CONTROLLER
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.internal.scram-sha-512.sasl.jaas.config=$scram required username="admin" password="$KAFKA_ADMIN_PASSWORD";
listener.name.providers.scram-sha-512.sasl.jaas.config=$scram required;
sasl.mechanism.controller.protocol=PLAIN
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=$plain required username="controller" password="$KAFKA_CONTROLLER_PASSWORD" user_controller="$KAFKA_CONTROLLER_PASSWORD";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:controller;User:admin
log.dirs=$data
auto.create.topics.enable=false
log.retention.ms=-1
message.max.bytes=16777216
replica.fetch.max.bytes=16777216
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
EOF

if [ ! -f "$data/meta.properties" ]; then
  "$kafka/bin/kafka-storage.sh" format --config "$config" --cluster-id "$("$kafka/bin/kafka-storage.sh" random-uuid)" \
    --add-scram "SCRAM-SHA-512=[name=\"admin\",password=\"$KAFKA_ADMIN_PASSWORD\"]" > /dev/null # it would print the user's keys
fi
exec "$kafka/bin/kafka-server-start.sh" "$config"
