package io.llmgateway.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds tool calls in text that comes piece by piece, wherever the pieces are cut. Text that can
 * not be the beginning of a call goes on at once. One for each choice; used by one thread.
 */
final class ToolCallText {
  /** Takes what was found. */
  interface Findings {
    void text(String text);

    void call(WrittenCall call);
  }

  /** Markup around calls that says nothing itself. */
  private static final Set<String> FRAMES =
      Set.of("<function_calls>", "</function_calls>", "<tool_calls>", "</tool_calls>");

  private static final Map<String, String> MARKS =
      Map.of(
          "<tool_call>", "</tool_call>",
          "<function=", "</function>",
          "<invoke ", "</invoke>");

  private static final int LONGEST_MARK = 18;

  /** So near to the opening mark stands the element of a call that is written in elements. */
  private static final int ELEMENT_WITHIN = 64;

  /** A call that is longer is no call. */
  private static final int LONGEST_CALL = 4_000_000;

  private enum State {
    TEXT,
    MARKED,
    PLAIN_JSON,
    AFTER_PLAIN_JSON
  }

  private final Map<String, OfferedTools.Tool> tools;
  private final Findings findings;
  private final StringBuilder held = new StringBuilder();
  private final StringBuilder white = new StringBuilder();
  private State state = State.TEXT;
  private String close;
  private int markLength;
  private JsonExtent extent;
  private PlainJsonCall plain;
  private boolean lineStart = true;
  private boolean blank = true;
  private boolean called;

  ToolCallText(Map<String, OfferedTools.Tool> tools, Findings findings) {
    this.tools = tools;
    this.findings = findings;
  }

  void accept(String text) {
    for (int i = 0; i < text.length(); i++) {
      accept(text.charAt(i));
    }
    if (state == State.TEXT) {
      sendCertain();
    }
  }

  private void accept(char c) {
    switch (state) {
      case TEXT -> text(c);
      case MARKED -> marked(c);
      case PLAIN_JSON -> plain(c);
      case AFTER_PLAIN_JSON -> afterPlain(c);
    }
  }

  private void text(char c) {
    // weak models put an object behind other words, but hardly a list or a fence
    boolean starts = c == '{' || lineStart && (c == '[' || c == '`');
    if (starts) {
      sendAll();
      plain = new PlainJsonCall(tools.keySet());
      state = State.PLAIN_JSON;
      plain(c);
      return;
    }
    held.append(c);
    lineStart = c == '\n' || lineStart && Character.isWhitespace(c);
    if (c == '>' || c == '=' || c == ' ') {
      mark();
    }
  }

  private void mark() {
    for (String frame : FRAMES) {
      if (endsWith(frame)) {
        held.setLength(held.length() - frame.length());
        sendAll();
        blank = true;
        return;
      }
    }
    for (Map.Entry<String, String> mark : MARKS.entrySet()) {
      if (endsWith(mark.getKey())) {
        held.setLength(held.length() - mark.getKey().length());
        sendAll();
        held.append(mark.getKey());
        markLength = mark.getKey().length();
        close = mark.getValue();
        extent = new JsonExtent();
        state = State.MARKED;
        return;
      }
    }
  }

  private boolean endsWith(String mark) {
    int from = held.length() - mark.length();
    return from >= 0 && held.indexOf(mark, from) == from;
  }

  private void marked(char c) {
    held.append(c);
    if (close.equals("</tool_call>")) {
      extent.accept(c);
    }
    if (c == '>' && !inJsonString() && endsWith(close) || held.length() > LONGEST_CALL) {
      String all = held.toString();
      held.setLength(0);
      state = State.TEXT;
      finished(all);
    }
  }

  /** In a call's JSON, but not in its elements, a closing mark may be part of a string. */
  private boolean inJsonString() {
    return extent.inString()
        && held.substring(0, Math.min(held.length(), ELEMENT_WITHIN)).indexOf("<function=") < 0;
  }

  private void finished(String all) {
    int end = all.endsWith(close) ? all.length() - close.length() : all.length();
    boolean inner = close.equals("</tool_call>");
    List<WrittenCall> calls =
        WrittenCalls.of(inner ? all.substring(markLength, end) : all, tools, true);
    if (calls.isEmpty()) {
      send(all);
      return;
    }
    calls.forEach(this::found);
  }

  private void plain(char c) {
    held.append(c);
    switch (plain.accept(c)) {
      case MAYBE -> {
        if (held.length() > LONGEST_CALL) {
          notPlain();
        }
      }
      case NO -> notPlain();
      case CLOSED -> {
        List<WrittenCall> calls = known(WrittenCalls.of(plain.json(held), tools, true));
        if (calls.isEmpty()) {
          notPlain();
        } else {
          held.setLength(0);
          calls.forEach(this::found);
          state = plain.fenced() ? State.AFTER_PLAIN_JSON : State.TEXT;
        }
      }
    }
  }

  /** What was held is text after all; marks may stand in it. */
  private void notPlain() {
    String all = held.toString();
    held.setLength(0);
    state = State.TEXT;
    lineStart = false;
    for (int i = 0; i < all.length(); i++) {
      char c = all.charAt(i);
      if (state == State.TEXT) {
        held.append(c);
        lineStart = false;
        if (c == '>' || c == '=' || c == ' ') {
          mark();
        }
      } else {
        accept(c);
      }
    }
    lineStart = all.endsWith("\n");
  }

  private List<WrittenCall> known(List<WrittenCall> calls) {
    return calls.stream().allMatch(call -> tools.containsKey(call.name())) ? calls : List.of();
  }

  private void afterPlain(char c) {
    held.append(c);
    String rest = held.toString().strip();
    if (rest.equals("```")) {
      held.setLength(0);
      state = State.TEXT;
    } else if (!"```".startsWith(rest)) {
      notPlain();
    }
  }

  private void found(WrittenCall call) {
    white.setLength(0);
    blank = true;
    called = true;
    lineStart = true;
    findings.call(call);
  }

  /** Sends what can not be the beginning of a mark. */
  private void sendCertain() {
    int keep = 0;
    int from = Math.max(0, held.length() - LONGEST_MARK);
    for (int i = from; i < held.length() && keep == 0; i++) {
      keep = held.charAt(i) == '<' && begins(held.substring(i)) ? held.length() - i : 0;
    }
    String certain = held.substring(0, held.length() - keep);
    held.delete(0, certain.length());
    send(certain);
  }

  private static boolean begins(String text) {
    return FRAMES.stream().anyMatch(mark -> mark.startsWith(text))
        || MARKS.keySet().stream().anyMatch(mark -> mark.startsWith(text));
  }

  private void sendAll() {
    String all = held.toString();
    held.setLength(0);
    send(all);
  }

  /** White space before, between and after calls is markup; in text it is text. */
  private void send(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (blank && text.isBlank()) {
      white.append(text);
      return;
    }
    String all = white + text;
    white.setLength(0);
    blank = false;
    findings.text(all);
  }

  /**
   * The text is complete.
   *
   * @param cut whether the model was stopped: a call that is not closed is left out then
   */
  void end(boolean cut) {
    switch (state) {
      case MARKED -> unclosed(cut, held.substring(markLength));
      case PLAIN_JSON -> unclosed(cut, plain.json(held));
      default -> sendAll();
    }
    if (white.length() > 0 && !called) {
      findings.text(white.toString());
    }
    white.setLength(0);
  }

  private void unclosed(boolean cut, String body) {
    boolean element = state == State.MARKED && !close.equals("</tool_call>");
    boolean sure = state == State.MARKED;
    String all = held.toString();
    held.setLength(0);
    List<WrittenCall> calls = WrittenCalls.of(element ? all : body, tools, false);
    List<WrittenCall> meant = sure ? calls : known(calls);
    if (meant.isEmpty() && !(cut && sure)) {
      send(all);
    } else if (!cut) {
      meant.forEach(this::found);
    }
  }
}
