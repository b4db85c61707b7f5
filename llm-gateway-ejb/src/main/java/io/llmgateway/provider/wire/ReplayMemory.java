package io.llmgateway.provider.wire;

import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a provider wants back with a tool call when the conversation goes on (signed thinking), kept
 * by the call's id for clients that do not send it themselves. Bounded, the oldest goes first; on
 * this node only. Safe for use by many threads.
 */
public final class ReplayMemory {
  private static final int MOST_CALLS = 4096;
  private static final int LONGEST = 64 * 1024;

  private final Map<String, JsonValue> byCall =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonValue> eldest) {
          return size() > MOST_CALLS;
        }
      };

  public void keep(String toolCallId, JsonValue value) {
    if (value.toString().length() <= LONGEST) {
      synchronized (byCall) {
        byCall.put(toolCallId, value);
      }
    }
  }

  /**
   * @return what was kept, or null
   */
  public JsonValue recall(String toolCallId) {
    synchronized (byCall) {
      return byCall.get(toolCallId);
    }
  }
}
