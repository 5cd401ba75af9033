package tidemark.bench;

import java.nio.charset.StandardCharsets;

/** The fields of one ReportEnvelope that the fold needs, decoded into arrays that are used again for the next message. */
final class Columns {
  private static final int DELIMITED = 2;

  String reportId;
  String provider;
  int length;
  String[] names = new String[16];
  int nameCount;
  int[] account = new int[512];
  int[] cluster = new int[512];
  int[] accelerator = new int[512];
  int[] count = new int[512];
  int[] duration = new int[512];
  int[] grade = new int[512];
  int[] ppm = new int[512];
  long[] start = new long[512];

  private byte[] bytes;
  private int at;

  void decode(byte[] envelope) {
    bytes = envelope;
    at = 0;
    length = 0;
    String source = "";
    long epoch = 0;
    long sequence = 0;
    while (at < envelope.length) {
      int tag = (int) varint();
      switch (tag) {
        case 1 << 3 | DELIMITED -> provider = text();
        case 2 << 3 | DELIMITED -> source = text();
        case 3 << 3 -> epoch = varint();
        case 4 << 3 -> sequence = varint();
        case 11 << 3 | DELIMITED -> columns((int) varint());
        default -> skip(tag & 7);
      }
    }
    reportId = provider + '/' + source + '/' + epoch + '/' + sequence;
  }

  private void columns(int size) {
    int end = at + size;
    nameCount = 0;
    while (at < end) {
      int tag = (int) varint();
      switch (tag >>> 3) {
        case 1 -> room((int) varint());
        case 2 -> name();
        case 4 -> packed(account);
        case 5 -> packed(cluster);
        case 6 -> packed(accelerator);
        case 9 -> packed(count);
        case 10 -> starts();
        case 11 -> packed(duration);
        case 12 -> packed(grade);
        case 13 -> packed(ppm);
        default -> skip(tag & 7);
      }
    }
  }

  /** A column that is absent is all zeros. */
  private void room(int records) {
    length = records;
    if (account.length < records) {
      account = new int[records];
      cluster = new int[records];
      accelerator = new int[records];
      count = new int[records];
      duration = new int[records];
      grade = new int[records];
      ppm = new int[records];
      start = new long[records];
    }
    for (int[] column : new int[][] {account, cluster, accelerator, count, duration, grade, ppm}) java.util.Arrays.fill(column, 0, records, 0);
  }

  private void name() {
    if (nameCount == names.length) names = java.util.Arrays.copyOf(names, nameCount * 2);
    names[nameCount++] = text();
  }

  private void packed(int[] into) {
    int end = (int) varint();
    end += at;
    for (int i = 0; at < end; i++) into[i] = (int) varint();
  }

  private void starts() {
    int end = (int) varint();
    end += at;
    long before = 0;
    for (int i = 0; at < end; i++) {
      long zigzag = varint();
      before += (zigzag >>> 1) ^ -(zigzag & 1);
      start[i] = before;
    }
  }

  private String text() {
    int size = (int) varint();
    String text = new String(bytes, at, size, StandardCharsets.UTF_8);
    at += size;
    return text;
  }

  private long varint() {
    byte b = bytes[at++];
    if (b >= 0) return b;
    long value = b & 127;
    for (int shift = 7; ; shift += 7) {
      b = bytes[at++];
      value |= (long) (b & 127) << shift;
      if (b >= 0) return value;
    }
  }

  private void skip(int wire) {
    if (wire == 0) varint();
    else if (wire == DELIMITED) {
      int size = (int) varint();
      at += size;
    } else throw new IllegalArgumentException("wire type " + wire);
  }
}
