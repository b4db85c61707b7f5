package io.llmgateway.it.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Single chunks of a chat completion stream, for scripts. */
public final class Chunks {
  private Chunks() {}

  public static String role() {
    return delta("{\"role\":\"assistant\",\"content\":\"\"}");
  }

  public static String text(String text) {
    return delta("{\"content\":" + JsonWriter.write(text) + "}");
  }

  public static String reasoning(String text) {
    return delta("{\"reasoning_content\":" + JsonWriter.write(text) + "}");
  }

  /**
   * @param delta a JSON object
   */
  public static String delta(String delta) {
    return "{\"id\":\"chatcmpl-sim\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"sim\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":null}]}";
  }

  public static String finish(String reason) {
    return "{\"id\":\"chatcmpl-sim\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"sim\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
        + reason
        + "\"}]}";
  }

  public static String usage(long prompt, long completion) {
    return "{\"id\":\"chatcmpl-sim\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"sim\",\"choices\":[],\"usage\":"
        + usageObject(prompt, completion)
        + "}";
  }

  public static String usageObject(long prompt, long completion) {
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", prompt);
    usage.put("completion_tokens", completion);
    usage.put("total_tokens", prompt + completion);
    return JsonWriter.write(usage);
  }

  /** A whole JSON answer; usage is left out when it is null. */
  public static String whole(String text, String usage) {
    return "{\"id\":\"chatcmpl-sim\",\"object\":\"chat.completion\",\"created\":1700000000,"
        + "\"model\":\"sim\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + JsonWriter.write(text)
        + "},\"finish_reason\":\"stop\"}]"
        + (usage == null ? "" : ",\"usage\":" + usage)
        + "}";
  }

  /** Role, one chunk per text, finish, usage. */
  public static List<String> answer(long prompt, long completion, String... texts) {
    List<String> chunks = new ArrayList<>();
    chunks.add(role());
    for (String text : texts) {
      chunks.add(text(text));
    }
    chunks.add(finish("stop"));
    chunks.add(usage(prompt, completion));
    return chunks;
  }
}
