package io.llmgateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.ledger.idempotency.PackedText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatEventJsonTest {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final String[] TEXTS = {
    "",
    "word ",
    "\"\\/\b\f\n\r\t\u0000\u001f",
    "\u7b54\u3048",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00x",
    "\ufeff\u2028\uffff",
    "</script>"
  };
  private static final String[] NUMBERS = {
    "0", "-0", "-1", "0.10", "1E+400", "1e-7", "123456789012345678901234567890", "1.0000"
  };

  private final Random random = new Random(20261121);

  /** Arbitrary events of each type, written to text and packed, read as equal ones. */
  private final Map<Class<?>, Supplier<ChatEvent>> arbitrary =
      Map.ofEntries(
          Map.entry(
              ChatEvent.Started.class, () -> new ChatEvent.Started(maybe(this::text), object(2))),
          Map.entry(ChatEvent.ResponseFields.class, () -> new ChatEvent.ResponseFields(object(3))),
          Map.entry(
              ChatEvent.TextDelta.class,
              () -> new ChatEvent.TextDelta(index(), text(), maybe(() -> object(2)))),
          Map.entry(
              ChatEvent.ReasoningDelta.class, () -> new ChatEvent.ReasoningDelta(index(), text())),
          Map.entry(
              ChatEvent.ToolCallStart.class,
              () -> new ChatEvent.ToolCallStart(index(), index(), text(), text(), text())),
          Map.entry(
              ChatEvent.ToolCallDelta.class,
              () -> new ChatEvent.ToolCallDelta(index(), index(), text())),
          Map.entry(
              ChatEvent.ChoiceFields.class,
              () -> new ChatEvent.ChoiceFields(index(), object(3), object(1))),
          Map.entry(ChatEvent.Finish.class, () -> new ChatEvent.Finish(index(), text())),
          Map.entry(
              ChatEvent.UsageReported.class, () -> new ChatEvent.UsageReported(usage(), object(2))),
          Map.entry(
              ChatEvent.UsageRefused.class,
              () -> new ChatEvent.UsageRefused(object(2), maybe(this::text))),
          Map.entry(ChatEvent.AskedAgain.class, () -> new ChatEvent.AskedAgain(text())));

  @Test
  void readsWhatItWroteForEveryTypeOfEvent() {
    Set<Class<?>> types =
        Arrays.stream(ChatEvent.class.getPermittedSubclasses()).collect(Collectors.toSet());
    assertEquals(types, arbitrary.keySet());
    for (int round = 0; round < 2_000; round++) {
      List<ChatEvent> events = new ArrayList<>();
      arbitrary.values().forEach(event -> events.add(event.get()));
      assertEquals(events, read(PackedText.unpack(PackedText.pack(written(events)))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"later\",1]", "[1]", "[]"})
  void refusesWhatNoEventIsWrittenAs(String json) {
    JsonArray array = array(json);
    assertThrows(RuntimeException.class, () -> ChatEventJson.read(array));
  }

  /** Answers that are stored must stay readable. */
  @Test
  void stillReadsWhatEarlierVersionsWrote() {
    String stored =
        "[[\"started\",\"m\",{}],[\"text\",0,\"hi\",null],[\"tool\",0,1,\"id\",\"function\",\"f\"],"
            + "[\"arguments\",0,1,\"{}\"],[\"reasoning\",0,\"hm\"],[\"choice\",0,{\"a\":1},{}],"
            + "[\"finish\",0,\"stop\"],[\"response\",{}],[\"usage\",[5,4,3,2,1],{}],"
            + "[\"refused\",{},\"negative\"]]";
    JsonObject none = JsonValue.EMPTY_JSON_OBJECT;
    assertEquals(
        List.of(
            new ChatEvent.Started("m", none),
            new ChatEvent.TextDelta(0, "hi", null),
            new ChatEvent.ToolCallStart(0, 1, "id", "function", "f"),
            new ChatEvent.ToolCallDelta(0, 1, "{}"),
            new ChatEvent.ReasoningDelta(0, "hm"),
            new ChatEvent.ChoiceFields(0, JSON.createObjectBuilder().add("a", 1).build(), none),
            new ChatEvent.Finish(0, "stop"),
            new ChatEvent.ResponseFields(none),
            new ChatEvent.UsageReported(new Usage(5, 4, 3, 2, 1), none),
            new ChatEvent.UsageRefused(none, "negative")),
        read(stored));
  }

  private static String written(List<ChatEvent> events) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartArray();
      events.forEach(event -> ChatEventJson.write(event, out));
      out.writeEnd();
    }
    return text.toString();
  }

  private static List<ChatEvent> read(String json) {
    return array(json).stream().map(e -> ChatEventJson.read(e.asJsonArray())).toList();
  }

  private static JsonArray array(String json) {
    return JSON.createReader(new StringReader(json)).readArray();
  }

  private int index() {
    return random.nextInt(5);
  }

  private <T> T maybe(Supplier<T> value) {
    return random.nextInt(4) == 0 ? null : value.get();
  }

  private String text() {
    StringBuilder text = new StringBuilder(TEXTS[random.nextInt(TEXTS.length)]);
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append((char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  private Usage usage() {
    long input = random.nextInt(1_000);
    long output = random.nextLong(Usage.ABSURD);
    return new Usage(input, output, input / 3, input / 2, output / 5);
  }

  private JsonObject object(int depth) {
    JsonObjectBuilder object = JSON.createObjectBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.add(text(), value(depth));
    }
    return object.build();
  }

  private JsonValue value(int depth) {
    switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0:
        return JsonValue.NULL;
      case 1:
        return JsonValue.TRUE;
      case 2:
        return JsonValue.FALSE;
      case 3:
        return JSON.createValue(text());
      case 4:
        return JSON.createValue(new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]));
      case 5:
        return object(depth - 1);
      default:
        JsonArrayBuilder array = JSON.createArrayBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth - 1));
        }
        return array.build();
    }
  }
}
