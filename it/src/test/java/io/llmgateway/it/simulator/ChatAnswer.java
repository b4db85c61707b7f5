package io.llmgateway.it.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * A chat answer of a well-behaved provider: it repeats the last user message (echo), calls every
 * tool that it was offered (two at most; one when {@code parallel_tool_calls} is false), or fills
 * the JSON schema that it was given. A token is a word between blanks.
 */
public final class ChatAnswer {
  static final long CREATED = 1_700_000_000L;
  private static final String ID = "chatcmpl-sim";

  private final Doc request;
  private final String text;
  private final String finish;
  private final String reasoning;
  private final List<Doc> tools;

  private ChatAnswer(Doc request, String text, String finish, String reasoning, List<Doc> tools) {
    this.request = request;
    this.text = text;
    this.finish = finish;
    this.reasoning = reasoning;
    this.tools = tools;
  }

  static ChatAnswer to(Doc request) {
    String reasoning = request.has("reasoning_effort") ? "Let me think." : null;
    List<Doc> tools = toolsToCall(request);
    if (!tools.isEmpty()) {
      return new ChatAnswer(request, null, "tool_calls", reasoning, tools);
    }
    Doc schema = request.at("response_format", "json_schema", "schema");
    String text = schema.present() ? SchemaFiller.fill(schema) : lastMessage(request);
    int limit = limit(request);
    if (limit > 0 && words(text) > limit) {
      return new ChatAnswer(request, firstWords(text, limit), "length", reasoning, tools);
    }
    return new ChatAnswer(request, text, "stop", reasoning, tools);
  }

  Script script() {
    return request.at("stream").isTrue() ? stream() : Script.json(whole());
  }

  /** Tokens as the simulator counts them. */
  public static long words(String text) {
    return new StringTokenizer(text).countTokens();
  }

  /** Prompt tokens as the simulator counts them: the words of all text contents. */
  public static long promptWords(Doc request) {
    return request.at("messages").items().stream().mapToLong(m -> words(textOf(m))).sum();
  }

  private String whole() {
    List<Object> choices = new ArrayList<>();
    for (int i = 0; i < choiceCount(); i++) {
      Map<String, Object> choice = new LinkedHashMap<>();
      choice.put("index", i);
      choice.put("message", message());
      choice.put("logprobs", logprobs(text));
      choice.put("finish_reason", finish);
      choices.add(choice);
    }
    Map<String, Object> answer = head("chat.completion");
    answer.put("choices", choices);
    answer.put("usage", usage());
    return JsonWriter.write(answer);
  }

  private Script stream() {
    Script script = Script.sse();
    for (int i = 0; i < choiceCount(); i++) {
      script.event(chunk(i, opening(), null, null));
      if (reasoning != null) {
        script.event(chunk(i, Map.of("reasoning_content", reasoning), null, null));
      }
      for (String part : parts(text)) {
        script.event(chunk(i, Map.of("content", part), logprobs(part), null));
      }
      for (Map<String, Object> delta : toolDeltas()) {
        script.event(chunk(i, Map.of("tool_calls", List.of(delta)), null, null));
      }
      script.event(chunk(i, Map.of(), null, finish));
    }
    if (request.at("stream_options", "include_usage").isTrue()) {
      Map<String, Object> last = head("chat.completion.chunk");
      last.put("choices", List.of());
      last.put("usage", usage());
      script.event(JsonWriter.write(last));
    }
    return script.done();
  }

  private static Map<String, Object> opening() {
    Map<String, Object> delta = new LinkedHashMap<>();
    delta.put("role", "assistant");
    delta.put("content", "");
    return delta;
  }

  private String chunk(int index, Object delta, Object logprobs, String finishReason) {
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("index", index);
    choice.put("delta", delta);
    choice.put("logprobs", logprobs);
    choice.put("finish_reason", finishReason);
    Map<String, Object> chunk = head("chat.completion.chunk");
    chunk.put("choices", List.of(choice));
    return JsonWriter.write(chunk);
  }

  private Map<String, Object> head(String object) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("id", ID);
    head.put("object", object);
    head.put("created", CREATED);
    head.put("model", request.at("model"));
    head.put("system_fingerprint", "fp_sim");
    return head;
  }

  private Map<String, Object> message() {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", text);
    if (reasoning != null) {
      message.put("reasoning_content", reasoning);
    }
    if (!tools.isEmpty()) {
      List<Object> calls = new ArrayList<>();
      for (Doc tool : tools) {
        calls.add(toolCall(calls.size(), tool, arguments(tool)));
      }
      message.put("tool_calls", calls);
    }
    return message;
  }

  /** Per tool the start with an empty text, then the arguments in two halves. */
  private List<Map<String, Object>> toolDeltas() {
    List<Map<String, Object>> deltas = new ArrayList<>();
    for (int i = 0; i < tools.size(); i++) {
      String arguments = arguments(tools.get(i));
      int half = arguments.length() / 2;
      Map<String, Object> start = new LinkedHashMap<>();
      start.put("index", i);
      start.putAll(toolCall(i, tools.get(i), ""));
      deltas.add(start);
      deltas.add(Map.of("index", i, "function", Map.of("arguments", arguments.substring(0, half))));
      deltas.add(Map.of("index", i, "function", Map.of("arguments", arguments.substring(half))));
    }
    return deltas;
  }

  private static Map<String, Object> toolCall(int index, Doc tool, String arguments) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", tool.at("function", "name"));
    function.put("arguments", arguments);
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("id", "call_sim_" + index);
    call.put("type", "function");
    call.put("function", function);
    return call;
  }

  private static String arguments(Doc tool) {
    return SchemaFiller.fill(tool.at("function", "parameters"));
  }

  private Map<String, Object> usage() {
    long prompt = promptWords(request);
    long answered = text == null ? tools.size() : words(text);
    long completion = answered * choiceCount() + (reasoning == null ? 0 : words(reasoning));
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", prompt);
    usage.put("completion_tokens", completion);
    usage.put("total_tokens", prompt + completion);
    if (reasoning != null) {
      usage.put("completion_tokens_details", Map.of("reasoning_tokens", words(reasoning)));
    }
    return usage;
  }

  private Object logprobs(String of) {
    if (!request.at("logprobs").isTrue() || of == null) {
      return null;
    }
    Map<String, Object> token = new LinkedHashMap<>();
    token.put("token", of);
    token.put("logprob", -0.25);
    token.put("bytes", null);
    token.put("top_logprobs", List.of());
    return Map.of("content", List.of(token));
  }

  private int choiceCount() {
    return Math.max(1, request.at("n").integer());
  }

  private static List<Doc> toolsToCall(Doc request) {
    List<Doc> messages = request.at("messages").items();
    boolean answered =
        !messages.isEmpty() && "tool".equals(messages.get(messages.size() - 1).at("role").text());
    if (answered || "none".equals(request.at("tool_choice").text())) {
      return List.of();
    }
    int most = Boolean.FALSE.equals(request.at("parallel_tool_calls").value()) ? 1 : 2;
    return request.at("tools").items().stream().limit(most).toList();
  }

  private static int limit(Doc request) {
    int newer = request.at("max_completion_tokens").integer();
    return newer > 0 ? newer : request.at("max_tokens").integer();
  }

  private static String lastMessage(Doc request) {
    List<Doc> messages = request.at("messages").items();
    return messages.isEmpty() ? "" : textOf(messages.get(messages.size() - 1));
  }

  private static String textOf(Doc message) {
    Doc content = message.at("content");
    if (content.text() != null) {
      return content.text();
    }
    StringBuilder parts = new StringBuilder();
    for (Doc part : content.items()) {
      String text = part.at("text").text();
      parts.append(text == null ? "" : text);
    }
    return parts.toString();
  }

  private static String firstWords(String text, int count) {
    List<String> parts = parts(text);
    return String.join("", parts.subList(0, count)).stripTrailing();
  }

  /** The text cut before each word, blanks kept with the word before them. */
  private static List<String> parts(String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split("(?<=\\s)(?=\\S)"));
  }
}
