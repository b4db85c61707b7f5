package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a whole answer says beside its choices: usage, and fields that the gateway does not know.
 */
final class MergedResponse {
  private final Map<String, JsonValue> fields = new LinkedHashMap<>();
  private ChatEvent.UsageReported usage;

  void add(ChatEvent event) {
    if (event instanceof ChatEvent.Started started) {
      fields.putAll(started.fields());
    } else if (event instanceof ChatEvent.ResponseFields more) {
      fields.putAll(more.fields());
    } else if (event instanceof ChatEvent.UsageReported reported) {
      usage = reported;
    }
  }

  void writeMembers(JsonBytes out) {
    if (usage != null) {
      out.ascii(",\"usage\":");
      UsageJson.write(out, usage.usage(), usage.raw());
    }
    fields.forEach((name, value) -> out.ascii(",").string(name).ascii(":").value(value));
  }
}
