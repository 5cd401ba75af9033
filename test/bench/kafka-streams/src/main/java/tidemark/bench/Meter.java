package tidemark.bench;

import java.math.BigInteger;

/** TFLOP of one hour slot at TENSOR_ACTIVE by telemetry: q x peak x u / 1e18, u in 1e-12, rounded down, to nearest, up; exact. */
final class Meter {
  static final int TENSOR_ACTIVE_BY_TELEMETRY = 3 | 2 << 6;
  private static final long D = 1_000_000_000_000_000_000L;
  private static final long ONE = 1_000_000;
  private static final long MARGIN = 50_000;

  private Meter() {}

  static long lower(long q, long peak, long ppm) {
    return divide(q * peak, Math.max(0, 700_000 * ppm - MARGIN * ONE), 0);
  }

  static long expected(long q, long peak, long ppm) {
    return divide(q * peak, ppm * ONE, D / 2);
  }

  static long upper(long q, long peak, long ppm) {
    return divide(q * peak, Math.min(ONE, ppm + MARGIN) * ONE, D - 1);
  }

  /** floor((a x b + add) / D). The remainder is small, so 64 bits hold it exactly although the product overflows them. */
  private static long divide(long a, long b, long add) {
    if (a >= 1L << 53) return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).add(BigInteger.valueOf(add)).divide(BigInteger.valueOf(D)).longValueExact();
    long quotient = (long) (((double) a * b + add) / D);
    long remainder = a * b + add - quotient * D;
    if (remainder < 0) return quotient - 1;
    return remainder >= D ? quotient + 1 : quotient;
  }
}
