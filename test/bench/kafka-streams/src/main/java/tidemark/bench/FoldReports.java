package tidemark.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Takes each report once and adds it to the totals of account x cluster x accelerator x hour. */
final class FoldReports implements Processor<byte[], byte[], Void, Void> {
  static final String REPORTS = "reports";
  static final String TOTALS = "totals";
  private static final long HOUR_MS = 3_600_000;
  private static final byte[] SEEN = {1};

  private final Facts facts;
  private final Columns columns = new Columns();
  private final Map<Bytes, long[]> rows = new HashMap<>();
  private KeyValueStore<Bytes, byte[]> reports;
  private KeyValueStore<Bytes, byte[]> totals;
  /** The row of the record before: neighbours repeat. */
  private int account;
  private int cluster;
  private int accelerator;
  private long hour;
  private long[] row;
  private Facts.Peaks peaks;

  FoldReports(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    reports = context.getStateStore(REPORTS);
    totals = context.getStateStore(TOTALS);
  }

  @Override
  public void process(Record<byte[], byte[]> message) {
    columns.decode(message.value());
    Bytes id = Bytes.wrap(columns.reportId.getBytes(StandardCharsets.UTF_8));
    if (reports.putIfAbsent(id, SEEN) != null) return;
    rows.clear();
    row = null;
    for (int i = 0; i < columns.length; i++) fold(i);
    rows.forEach(this::add);
  }

  private void fold(int i) {
    if (columns.grade[i] != Meter.TENSOR_ACTIVE_BY_TELEMETRY) throw new IllegalArgumentException("grade " + columns.grade[i]);
    long start = columns.start[i];
    long end = start + columns.duration[i];
    while (start < end) {
      long slot = start / HOUR_MS;
      long until = Math.min(end, (slot + 1) * HOUR_MS);
      choose(i, slot);
      long q = columns.count[i] * (until - start);
      row[0] += q;
      row[1] += Meter.lower(q, peaks.lower(), columns.ppm[i]);
      row[2] += Meter.expected(q, peaks.expected(), columns.ppm[i]);
      row[3] += Meter.upper(q, peaks.upper(), columns.ppm[i]);
      start = until;
    }
  }

  private void choose(int i, long slot) {
    if (row != null && account == columns.account[i] && cluster == columns.cluster[i] && accelerator == columns.accelerator[i] && hour == slot) return;
    account = columns.account[i];
    cluster = columns.cluster[i];
    accelerator = columns.accelerator[i];
    hour = slot;
    String[] names = columns.names;
    peaks = facts.peaks(columns.provider, names[cluster], names[accelerator]);
    String key = columns.provider + '|' + names[account] + '|' + names[cluster] + '|' + peaks.model() + '|' + slot;
    row = rows.computeIfAbsent(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)), unused -> new long[4]);
  }

  private void add(Bytes key, long[] more) {
    byte[] before = totals.get(key);
    ByteBuffer sum = ByteBuffer.allocate(32);
    ByteBuffer old = before == null ? null : ByteBuffer.wrap(before);
    for (long amount : more) sum.putLong(old == null ? amount : Math.addExact(old.getLong(), amount));
    totals.put(key, sum.array());
  }
}
