package io.llmgateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of the call journal, written and read. */
final class CallLines {
  private static final String BEGUN = "B";
  private static final String SETTLING = "S";
  private static final String BOOKED = "E";
  private static final int SETTLING_WITH_ANSWER = 10;

  private final Map<String, List<InterruptedCall>> begun = new LinkedHashMap<>();
  private final Map<String, Booking> settling = new LinkedHashMap<>();

  static String begun(InterruptedCall c) {
    return CanonicalForm.line(
            BEGUN,
            c.callId(),
            c.requestId(),
            c.key(),
            c.account(),
            c.requestedModel(),
            c.operation(),
            c.streamed(),
            c.attempt(),
            c.publicModel(),
            c.provider(),
            c.upstreamModel(),
            c.channel(),
            c.startedAt(),
            c.upperBound().value(),
            c.upperBound().currency())
        + "\n";
  }

  /**
   * @param answer what is stored with the settlement, or null
   */
  static String settling(
      String callId, String account, List<UsageRecord> records, StoredAnswer answer) {
    StringBuilder lines = new StringBuilder();
    lines.append(CanonicalForm.line(SETTLING, callId, account, records.size()));
    if (answer != null) {
      lines.append(answer(answer));
    }
    lines.append('\n');
    records.forEach(r -> lines.append(r.canonical()).append('\n'));
    return lines.toString();
  }

  private static String answer(StoredAnswer a) {
    return CanonicalForm.line(
        "", a.keyId(), a.claim(), a.answerId(), a.part(), a.last(), a.content(), a.expiresAt());
  }

  private static StoredAnswer answer(String[] f) {
    return f.length < SETTLING_WITH_ANSWER
        ? null
        : new StoredAnswer(
            f[3],
            f[4],
            f[5],
            Integer.parseInt(f[6]),
            Boolean.parseBoolean(f[7]),
            f[8],
            Instant.parse(f[9]));
  }

  static String booked(String callId) {
    return CanonicalForm.line(BOOKED, callId) + "\n";
  }

  /** Takes over the complete lines of one file; a last line without its end was never finished. */
  void read(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!text.endsWith("\n") && !lines.isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    for (int i = 0; i < lines.size(); i++) {
      String[] fields = CanonicalForm.fields(lines.get(i));
      switch (lines.get(i).substring(0, 1)) {
        case BEGUN -> begun.computeIfAbsent(fields[0], id -> new ArrayList<>(1)).add(call(fields));
        case BOOKED -> {
          begun.remove(fields[0]);
          settling.remove(fields[0]);
        }
        case SETTLING -> {
          int count = Integer.parseInt(fields[2]);
          if (i + count < lines.size()) {
            List<String> records = lines.subList(i + 1, i + 1 + count);
            settling.put(
                fields[0],
                Booking.late(
                    fields[0],
                    fields[1],
                    records.stream().map(UsageRecord::parse).toList(),
                    answer(fields)));
          }
          i += count;
        }
        default -> throw new IllegalArgumentException("not a line of a call journal: " + i);
      }
    }
  }

  /**
   * @return the settlements that may not be in the books
   */
  List<Booking> settlements() {
    return List.copyOf(settling.values());
  }

  /**
   * @return the calls that were in flight, each with its attempts in order
   */
  List<List<InterruptedCall>> interrupted() {
    return begun.entrySet().stream()
        .filter(e -> !settling.containsKey(e.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static InterruptedCall call(String[] f) {
    return new InterruptedCall(
        f[0],
        f[1],
        f[2],
        f[3],
        f[4],
        f[5],
        Boolean.parseBoolean(f[6]),
        Integer.parseInt(f[7]),
        f[8],
        f[9],
        f[10],
        f[11],
        Instant.parse(f[12]),
        Amount.of(f[13], f[14]));
  }
}
