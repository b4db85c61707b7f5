package io.llmgateway.it.torture;

import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Responder;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Does each errand as it says, and remembers every request that has arrived. */
final class Provider implements Responder {
  private final Map<String, List<Exchange>> arrived = new ConcurrentHashMap<>();

  @Override
  public Script answer(Exchange request) {
    String text = request.json().at("messages", 0, "content").text();
    Errand errand = Errand.of(text);
    arrived.computeIfAbsent(errand.id(), id -> new CopyOnWriteArrayList<>()).add(request);
    return errand.kind() == Errand.Kind.WHOLE ? whole(errand) : stream(errand);
  }

  /**
   * @return by request id
   */
  Map<String, List<Exchange>> arrived() {
    return arrived;
  }

  private static Script whole(Errand errand) {
    String usage = Chunks.usageObject(errand.words(), errand.words());
    return Script.json(Chunks.whole(errand.text(), usage)).afterPause(errand.pause());
  }

  private static Script stream(Errand errand) {
    String[] parts = errand.text().split("(?<= )");
    Duration step = errand.pause().dividedBy(parts.length);
    Script script = Script.sse().event(Chunks.role());
    for (int i = 0; i < parts.length; i++) {
      script.event(Chunks.text(parts[i])).pause(step);
      if (errand.kind() == Errand.Kind.CUT && i == 1) {
        return script.cut();
      }
    }
    return script
        .event(Chunks.finish("stop"))
        .event(Chunks.usage(errand.words(), errand.words()))
        .done();
  }
}
