package tidemark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known about hardware, from a file of lines: "model NAME lower expected upper" (GFLOP/s for tensor activity of unspecified
 * format below attested evidence, the only grade in the benchmark) and "cluster PROVIDER ID MODEL", separated by tabs.
 */
final class Facts {
  record Peaks(String model, long lower, long expected, long upper) {}

  private final Map<String, Peaks> models = new HashMap<>();
  private final Map<String, String> clusters = new HashMap<>();

  Facts(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] part = line.split("\t");
      if (part[0].equals("model")) models.put(part[1], new Peaks(part[1], Long.parseLong(part[2]), Long.parseLong(part[3]), Long.parseLong(part[4])));
      else clusters.put(part[1] + '/' + part[2], part[3]);
    }
  }

  Peaks peaks(String provider, String cluster, String accelerator) {
    String registered = clusters.get(provider + '/' + cluster);
    if (registered == null) throw new IllegalArgumentException("unknown cluster " + cluster);
    Peaks peaks = models.get(accelerator.isEmpty() ? registered : accelerator);
    if (peaks == null) throw new IllegalArgumentException("unknown accelerator " + accelerator);
    return peaks;
  }
}
