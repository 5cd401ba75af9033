package tidemark.bench;

import java.io.BufferedWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Drains a topic and ends. Arguments: bootstrap, topic, application id, commit interval in ms, state folder, facts file, file for the totals.
 * Prints a line "committed MS MESSAGES" at each change of the committed position and "drained MS" at the end; times since the epoch.
 */
public final class Rival {
  private Rival() {}

  public static void main(String[] args) throws Exception {
    Facts facts = new Facts(Path.of(args[5]));
    Topology topology = new Topology();
    topology.addSource("source", Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer(), args[1]);
    topology.addProcessor("fold", () -> new FoldReports(facts), "source");
    for (String name : new String[] {FoldReports.REPORTS, FoldReports.TOTALS})
      topology.addStateStore(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray()).withCachingEnabled(), "fold");
    try (KafkaStreams streams = new KafkaStreams(topology, settings(args))) {
      streams.setUncaughtExceptionHandler(error -> {
        error.printStackTrace();
        Runtime.getRuntime().halt(1);
        return null;
      });
      streams.start();
      watch(args[0], args[1], args[2]);
      dump(streams, Path.of(args[6]));
    }
  }

  private static Properties settings(String[] args) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, args[2]);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, args[3]);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, args[4]);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 256L << 20);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 32 << 20);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 500);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 1 << 20);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
    return settings;
  }

  private static void watch(String bootstrap, String topic, String group) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      long ends = ends(admin, topic);
      for (long before = 0; before < ends; Thread.sleep(10)) {
        long now = committed(admin, group);
        if (now != before) System.out.println("committed " + System.currentTimeMillis() + " " + now);
        before = now;
      }
      System.out.println("drained " + System.currentTimeMillis());
    } catch (ExecutionException error) {
      throw new IllegalStateException(error);
    }
  }

  private static long ends(Admin admin, String topic) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    admin.describeTopics(java.util.List.of(topic)).allTopicNames().get().get(topic).partitions().forEach(p -> all.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
    return admin.listOffsets(all).all().get().values().stream().mapToLong(end -> end.offset()).sum();
  }

  private static long committed(Admin admin, String group) throws ExecutionException, InterruptedException {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream().filter(o -> o != null).mapToLong(o -> o.offset()).sum();
  }

  private static void dump(KafkaStreams streams, Path file) throws Exception {
    ReadOnlyKeyValueStore<Bytes, byte[]> totals = streams.store(StoreQueryParameters.fromNameAndType(FoldReports.TOTALS, QueryableStoreTypes.keyValueStore()));
    try (BufferedWriter out = Files.newBufferedWriter(file); KeyValueIterator<Bytes, byte[]> all = totals.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        ByteBuffer sum = ByteBuffer.wrap(entry.value);
        out.write(new String(entry.key.get(), java.nio.charset.StandardCharsets.UTF_8));
        for (int i = 0; i < 4; i++) out.write("\t" + sum.getLong());
        out.write('\n');
      }
    }
  }
}
