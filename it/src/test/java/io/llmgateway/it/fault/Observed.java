package io.llmgateway.it.fault;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.simulator.Doc;
import java.time.Duration;
import java.util.List;

/** What a client saw of one call. */
record Observed(Reply reply, Duration took) {

  /**
   * @return the data of the events
   */
  List<String> events() {
    return reply
        .body()
        .lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring("data:".length()).strip())
        .toList();
  }

  boolean done() {
    return events().contains("[DONE]");
  }

  /**
   * @return the text of the answer, JSON or stream
   */
  String text() {
    return streamed()
        ? EventStream.text(events())
        : reply.json().at("choices", 0, "message", "content").text();
  }

  /**
   * @return the error inside the last event, or an absent value
   */
  Doc lastError() {
    List<String> events = events();
    String last = events.isEmpty() ? "" : events.get(events.size() - 1);
    return Doc.isJson(last) ? Doc.parse(last).at("error") : new Doc(null);
  }

  boolean streamed() {
    return String.valueOf(reply.header("content-type")).startsWith("text/event-stream");
  }
}
