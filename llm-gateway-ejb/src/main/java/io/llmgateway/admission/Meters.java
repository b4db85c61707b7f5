package io.llmgateway.admission;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All meters by subject. What was counted goes on as long as the limits of a subject stay. */
final class Meters {
  private final Map<Subject, Meter> meters = new ConcurrentHashMap<>();
  private final Meter.Source source;

  Meters(Meter.Source source) {
    this.source = source;
  }

  /** Forgets what was counted. */
  void clear() {
    meters.clear();
  }

  /** Sets the limits of all subjects of one kind. */
  void apply(Subject.Kind kind, Map<String, RateLimits> limits) {
    Set<Subject> gone = ConcurrentHashMap.newKeySet();
    meters.keySet().stream().filter(s -> s.kind() == kind).forEach(gone::add);
    limits.forEach(
        (name, limit) -> {
          if (!limit.none()) {
            Subject subject = new Subject(kind, name);
            gone.remove(subject);
            meters.compute(
                subject,
                (s, known) ->
                    known != null && known.limits().equals(limit)
                        ? known
                        : new Meter(s, limit, source));
          }
        });
    meters.keySet().removeAll(gone);
  }

  /**
   * @return null when nothing is limited
   */
  Meter find(Subject.Kind kind, String name) {
    return meters.isEmpty() ? null : meters.get(new Subject(kind, name));
  }
}
